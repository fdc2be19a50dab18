"""A corpus of returned worksheets: filled in by each program, then passed on by others, as mail and archives do.

Whatever happens on the way, what somebody entered is in the finished alliance, or the file is refused with a reason:
never an answer lost silently, never an alliance of nothing, never a tick that nobody made.
"""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdf
import pytest

from generator.errors import ExitCode
from tests.foreign.fillers import FILLERS, Filling, names_of, pypdf_fills
from tests.foreign.tools import alliance, alliance_output, output_of, program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANA, BEN = "Ana Lima", "Ben Okafor"
ANSWERS = {
    "hopes": {ANA: "Façade, Łódź — “quoted”, ½ ≤ 13 €\nsecond line", BEN: "Съешь же ещё этих булок"},
    "way-back": {ANA: "(parens, ) back\\slash <angle> & %EOF endstream"},
    "support": {BEN: "x" * 400},
    "champion": {ANA: "a"},
}
PICKS = {ANA: ["hopes", "broken-alliance"], BEN: ["feedback"]}


def leave(path: Path, _copy: Path) -> Path:
    return path


def by_qpdf(*options: str) -> Callable[[Path, Path], Path]:
    def rewrite(path: Path, copy: Path) -> Path:
        output_of(program("qpdf"), *options, path, copy)
        return copy

    return rewrite


def by_pdftk(path: Path, copy: Path) -> Path:
    output_of(program("pdftk"), path, "output", copy, "compress")
    return copy


def by_mutool(path: Path, copy: Path) -> Path:
    output_of(program("mutool"), "clean", "-gz", path, copy)
    return copy


def by_pikepdf(path: Path, copy: Path) -> Path:
    with pikepdf.open(path) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that the form does not list
        pdf.save(copy, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return copy


def saved_once_more(path: Path, copy: Path) -> Path:
    writer = pypdf.PdfWriter(path, incremental=True)
    writer.add_metadata({"/Keywords": "saved once more"})
    writer.write(copy)
    return copy


def behind_a_byte_order_mark(path: Path, copy: Path) -> Path:
    copy.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    return copy


def with_lines_behind(path: Path, copy: Path) -> Path:
    copy.write_bytes(path.read_bytes() + b"\r\n-- \r\nSent from a list\r\n")
    return copy


def printed_to_a_file(path: Path, copy: Path) -> Path:
    output_of(program("pdftocairo"), "-pdf", path, copy)
    return copy


def distilled(path: Path, copy: Path) -> Path:
    output_of(program("gs"), "-q", "-o", copy, "-sDEVICE=pdfwrite", "-dPreserveAnnots=false", path)
    return copy


def cut_off(path: Path, copy: Path) -> Path:
    data = path.read_bytes()
    copy.write_bytes(data[: len(data) * 3 // 4])
    return copy


REWRITES: dict[str, Callable[[Path, Path], Path]] = {
    "as it is": leave,
    "qpdf with object streams": by_qpdf("--object-streams=generate", "--compress-streams=y"),
    "qpdf linearised": by_qpdf("--linearize"),
    "qpdf for editing": by_qpdf("--qdf", "--object-streams=disable"),
    "pdftk": by_pdftk,
    "mutool": by_mutool,
    "pikepdf": by_pikepdf,
    "saved once more": saved_once_more,
    "behind a byte order mark": behind_a_byte_order_mark,
    "with lines behind": with_lines_behind,
}
LOSSES: dict[str, Callable[[Path, Path], Path]] = {
    "printed to a file": printed_to_a_file,
    "distilled": distilled,
    "cut off": cut_off,
}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "worksheet.pdf"
    alliance_output("compose", "-p", ANA, "-p", BEN, "-o", path)
    return path


def filled_in(blank: Path) -> Filling:
    names = names_of(blank)
    people = {ANA: "p1", BEN: "p2"}
    texts = {
        names[f"answer/{question}/{people[person]}"]: text
        for question, by_person in ANSWERS.items()
        for person, text in by_person.items()
    }
    texts[names["agreement/1/what"]] = "We say it within a day"
    ticks = [names[f"pick/{question}/{people[person]}"] for person, ids in PICKS.items() for question in ids]
    return Filling(texts, tuple(ticks))


@pytest.fixture(scope="module", params=FILLERS)
def filled(request: pytest.FixtureRequest, blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "filled.pdf"
    FILLERS[request.param](blank, path, filled_in(blank))
    return path


def entries_of(merged: Path) -> dict[str, Any]:
    data = json.loads(alliance_output("answers", merged, "--format", "json"))
    return {
        "answers": data["answers"],
        "picks": {name: ids for name, ids in data["picks"].items() if ids},
        "agreements": [agreement["what"] for agreement in data["agreements"]],
    }


@pytest.mark.parametrize("rewrite", REWRITES)
def test_what_was_entered_is_in_the_alliance_whatever_passed_the_file_on(
    rewrite: str, filled: Path, tmp_path: Path
) -> None:
    merged = tmp_path / "alliance.pdf"
    done = alliance("merge", REWRITES[rewrite](filled, tmp_path / "copy.pdf"), "-o", merged)
    assert done.returncode == 0, done.stderr
    assert entries_of(merged) == {"answers": ANSWERS, "picks": PICKS, "agreements": ["We say it within a day"]}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_return_that_has_lost_its_fields_is_refused_and_finishes_nothing(
    loss: str, blank: Path, tmp_path: Path
) -> None:
    filled, merged = tmp_path / "filled.pdf", tmp_path / "alliance.pdf"
    pypdf_fills(blank, filled, filled_in(blank))
    done = alliance("merge", LOSSES[loss](filled, tmp_path / "copy.pdf"), "-o", merged)
    if done.returncode == 0:  # what can be recovered is whole
        assert entries_of(merged) == {"answers": ANSWERS, "picks": PICKS, "agreements": ["We say it within a day"]}
    else:
        assert (done.returncode, merged.exists()) == (ExitCode.INVALID_INPUT, False)
        assert "fields" in done.stderr or "damaged" in done.stderr
