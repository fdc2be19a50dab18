from __future__ import annotations

from tests.wheels import built, installed, wheel

__all__ = ["built", "installed", "wheel"]
