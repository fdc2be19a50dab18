"""An answer of a megabyte is refused with its place, the longest that is allowed is read: in every format."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pypdf
import pytest

from generator.formats import pdf_fingerprint
from generator.model.fields import LONGEST_TEXT
from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, held, worksheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

WORDS = "sixteen letters. "


def text_of(length: int, end: str) -> str:
    """Return words of this length in lines of 51 characters, or in one line where ``end`` is empty."""
    line = 3 * WORDS + end
    return (line * (length // len(line) + 1))[: length - 1] + "."


def exported(alliance: Terminal, sheet: bytes, text: str) -> bytes:
    """Return XFDF of the worksheet with this answer, as a viewer exports it."""
    alliance.file("short.pdf", fill(sheet, {"answer/hopes/p1": "A short one"}))
    data = alliance.done("answers", "short.pdf", "--format", "xfdf").out
    assert data.count(b"A short one") == 1
    return data.replace(b"A short one", text.encode())


def as_fdf(sheet: bytes, text: str) -> bytes:
    """Return FDF of the worksheet with this answer, as a viewer exports it."""
    names = [str(name) for name in pypdf.PdfReader(io.BytesIO(sheet)).get_fields() or ()]
    (name,) = [name for name in names if name.endswith("/answer/hopes/p1")]
    fields = f"<< /FDF << /Fields [<< /T ({name}) /V ({text}) >>] >> >>"
    return f"%FDF-1.2\n1 0 obj\n{fields}\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n".encode()


FORMATS: dict[str, Callable[[bytes, str], bytes]] = {
    "pdf": lambda sheet, text: fill(sheet, {"answer/hopes/p1": text}),
    "json": lambda _, text: json.dumps({"people": ["Ana Lima"], "answers": {"hopes": {"Ana Lima": text}}}).encode(),
    "yaml": lambda _, text: f"people: [Ana Lima]\nanswers: {{hopes: {{Ana Lima: {json.dumps(text)}}}}}\n".encode(),
    "fdf": as_fdf,
    "csv": lambda _, text: f'question,person,answer\nhopes,Ana Lima,"{text}"\n'.encode(),
}


@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("name", [*FORMATS, "xfdf"])
def test_the_longest_answer_is_read_and_a_megabyte_refused(alliance: Terminal, name: str, end: str) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN)
    for length in (LONGEST_TEXT, 900_000):
        text = text_of(length, end)
        made = exported(alliance, sheet, text) if name == "xfdf" else FORMATS[name](sheet, text)
        alliance.file("w.pdf", sheet)
        alliance.file(f"back.{name}", made)
        sources = ["w.pdf", f"back.{name}"] if name.endswith("fdf") else [f"back.{name}"]
        ended = alliance("merge", *sources, "-o", "done.pdf")
        if length > LONGEST_TEXT:
            assert ended.code == 3
            assert "900,000 characters, and may have 200,000" in ended.err
            assert "done.pdf" not in alliance.files()
        else:
            assert ended.code == 0, ended.err
            assert held(alliance, "done.pdf")["answers"] == {"hopes": {"Ana Lima": text}}
            (alliance.folder / "done.pdf").unlink()


def test_an_alliance_longer_than_any_that_is_read_back_is_refused(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = pdf_fingerprint.LIMITS_OF_OURS.with_overwrites(array_maximum_element_count=20)
    monkeypatch.setattr(pdf_fingerprint, "LIMITS_OF_OURS", few)
    alliance.file("a.json", FORMATS["json"](b"", "yes\n" * 3_000))
    ended = alliance("merge", "a.json", "-o", "done.pdf")
    assert ended.code == 3
    assert ended.err.startswith("The finished alliance would have more pages than can be read back")
    assert alliance.files() == ["a.json"]
