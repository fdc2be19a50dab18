from __future__ import annotations

from tests.cli.conftest import alliance

__all__ = ["alliance"]
