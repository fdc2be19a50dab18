"""A terminal for tests: runs the command line in this process, as ``python -m generator`` does."""

from __future__ import annotations

import gc
import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from generator import __main__ as command

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """The standard output as text."""
        return self.out.decode()

    @property
    def lines(self) -> list[str]:
        """The lines of the standard error."""
        return self.err.splitlines()


@dataclass(frozen=True, slots=True)
class Terminal:
    """Stands in an empty folder and runs commands there."""

    folder: Path
    _patch: pytest.MonkeyPatch
    _capture: pytest.CaptureFixture[bytes]

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Ended:
        with self._patch.context() as patch:
            patch.setattr(sys, "argv", ["alliance", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            patch.setattr(command, "terminate_cleanly", lambda: None)  # the signals are pytest's here
            patch.setattr(gc, "freeze", lambda: None)  # this process does not end
            with pytest.raises(SystemExit) as left:
                command.main()
        assert isinstance(left.value.code, int)
        out, err = self._capture.readouterr()
        return Ended(left.value.code, out, err.decode())

    def done(self, *arguments: str | Path, stdin: bytes = b"") -> Ended:
        """Run a command that must succeed."""
        ended = self(*arguments, stdin=stdin)
        assert ended.code == 0, ended.err
        return ended

    def file(self, name: str, content: str | bytes) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def files(self) -> list[str]:
        """Return the names of what is in the folder, hidden left-overs too."""
        return sorted(path.name for path in self.folder.iterdir())
