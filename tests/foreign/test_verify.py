"""Other programs that write an alliance anew are told from programs that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.foreign.tools import alliance, alliance_output, output_of, program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.foreign.documents import Documents

REWRITTEN = {
    "qpdf, linearised": ("qpdf", "--linearize", "IN", "OUT"),
    "qpdf, uncompressed": ("qpdf", "--object-streams=disable", "--stream-data=uncompress", "IN", "OUT"),
    "qpdf, recompressed": ("qpdf", "--recompress-flate", "--compression-level=9", "IN", "OUT"),
    "qpdf, taken page by page": ("qpdf", "IN", "--pages", ".", "1-z", "--", "OUT"),
    "mutool": ("mutool", "clean", "-gggg", "-z", "IN", "OUT"),
    "pdftk": ("pdftk", "IN", "output", "OUT"),
}
CHANGED = {
    "qpdf, reversed": (("qpdf", "IN", "--pages", ".", "z-1", "--", "OUT"), "the pages stand in another order"),
    "qpdf, without its first page": (("qpdf", "IN", "--pages", ".", "2-z", "--", "OUT"), "is missing"),
    "ghostscript": (("gs", "-q", "-sDEVICE=pdfwrite", "-o", "OUT", "IN"), "page 1 was altered"),
    "pdftk, pages alone": (("pdftk", "IN", "cat", "output", "OUT"), "is pages copied out of an alliance"),
}


def by(command: tuple[str, ...], given: Path, made: Path) -> Path:
    files = {"IN": str(given), "OUT": str(made)}
    output_of(program(command[0]), *[files.get(word, word) for word in command[1:]])
    return made


@pytest.mark.parametrize("name", REWRITTEN)
def test_an_alliance_that_was_only_written_anew_is_unaltered(name: str, documents: Documents, tmp_path: Path) -> None:
    made = by(REWRITTEN[name], documents["alliance", "long answers"], tmp_path / "a.pdf")
    assert "unaltered" in alliance_output("verify", made)


@pytest.mark.parametrize("name", CHANGED)
def test_an_alliance_that_was_changed_is_said_to_be(name: str, documents: Documents, tmp_path: Path) -> None:
    command, said = CHANGED[name]
    made = by(command, documents["alliance", "long answers"], tmp_path / "a.pdf")
    ended = alliance("verify", made)
    assert ended.returncode == 3
    assert said in ended.stderr
