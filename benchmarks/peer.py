"""What every peer's script has in common: ``python peer_NAME.py files FOLDER ROWS`` or ``... packet FILE ROWS``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Names = tuple[str, str]


def names_of(row: int) -> Names:
    """Return the people of a row."""
    return f"Ana {row} Lima", f"Ben {row} Okafor"


def run(one: Callable[[Names], bytes], together: Callable[[Sequence[Names]], bytes] | None = None) -> None:
    """Do what the command line asks for: a file for each row, or all rows in one file."""
    what, target, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if what == "files":
        for row in range(rows):
            (target / f"{row}.pdf").write_bytes(one(names_of(row)))
    elif together:
        target.write_bytes(together([names_of(row) for row in range(rows)]))
    else:
        sys.exit(f"{what}: not offered")
