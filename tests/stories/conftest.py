from __future__ import annotations

from tests.cli.conftest import alliance
from tests.wheels import built, installed_with_calendar, wheel

__all__ = ["alliance", "built", "installed_with_calendar", "wheel"]
