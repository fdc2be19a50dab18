"""Rosters that nobody means well with, dropped onto a running page: told in our words, soon, and the page lives on."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import openpyxl
import pytest

from tests.web.serving import Start, start

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

LONGEST = 40
"""Processor time for one roster with all that is asked of it, in that of a yardstick: some 5 seconds."""
MOST_MEMORY = 150_000_000
MARKUP = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
TEXTS = [
    MARKUP, "{{ 7 * 7 }}", "{% include '/etc/passwd' %}", "=cmd|'/c calc'!A1", "@SUM(1+1)", "+1", "-1", "\x1b[2J\x07",
    "\u202egnp.exe", "\N{GRINNING FACE}" * 200, "\u0301" * 500, "../../etc/passwd", "con", "nul.pdf", "a\rb", "%00",
    "x" * 199, "x" * 5_000, "\ufeff", "\u2028", "#REF!", "'=1", "<!--", "&amp;", "\\\\host\\share", "/dev/zero",
    "\x00", "a\x00b", "C:\\x.yaml", "../x.yaml", "/etc/x.yaml", "--help",
]  # fmt: skip
COLUMNS = ("person_1", "meeting", "layout", "output")
NAMES = ["", ".", "..", "../../x.csv", "x" * 3_000, MARKUP, "a\r\nSet-Cookie: b", "con.csv", "\u202evsc.exe", "x.exe"]
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
HEAD = MAIN + b'<row r="1"><c r="A1" t="inlineStr"><is><t>person_1</t></is></c></row>'
TEXT = b'<row><c t="inlineStr"><is><t>'
TAIL = b"</sheetData></worksheet>"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(sheet: bytes, **parts: bytes) -> bytes:
    """Return a workbook whose first sheet is this, and whose further parts are these."""
    empty, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(empty)
    with zipfile.ZipFile(empty) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == SHEET else old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return made.getvalue()


def rosters() -> Iterator[tuple[str, bytes]]:
    """Yield what each is, and its bytes."""
    for number, text in enumerate(TEXTS):
        for column in COLUMNS:
            cell = text.replace('"', '""')
            other = "" if column == "person_1" else "person_1,"
            yield f"text {number} as {column}", f'{other}{column}\n{"Ana," if other else ""}"{cell}"\n'.encode()
    many = 1_999_000
    yield from {
        "quotes": b"person_1\n" + b'"' * many,
        "open quotes": b"person_1\n" + b'"a\n' * (many // 3),
        "spaced quotes": b"person_1\n" + b' "' * (many // 2),
        "separators": b"person_1" + b"," * many,
        "rows of separators": b"person_1\n" + (b"," * 400 + b"\n") * 4_900,
        "empty lines": b"person_1\n" + b"\n" * many,
        "NULs": b"person_1\n" + bytes(many),
        "one long cell": b"person_1\n" + b"a" * many,
        "a long header": b"a" * many,
        "many headers": b"person_1," + b",".join(b"c%d" % number for number in range(100_000)),
        "as many rows as may be": b"person_1,suggest\n" + b"Ana,3\n" * 4_999,
        "as many problems": b"person_1,meeting,layout\n" + b"Ana,soon,nope\n" * 4_999,
        "as many layouts": b"person_1,layout\n" + b"".join(b"Ana,l%d.yaml\n" % number for number in range(4_999)),
        "as many languages": b"person_1,language\n" + b"".join(b"Ana,de-x%d\n" % number for number in range(4_999)),
        "own languages": b"person_1,language\n" + b"".join(b'A%d,"de,A%d=pt"\n' % (one, one) for one in range(1_000)),
        "a row too many": b"person_1\n" + b"Ana\n" * 5_000,
        "larger than is read": b"person_1\n" + b"Ana\n" * 600_000,
        "the largest body": b"person_1\n" + b"A" * 19_000_000,
        "no text": bytes(range(256)) * 100,
        "half of UTF-16": "person_1\nAna\n".encode("utf-16")[:-1],
        "surrogates": b"\xff\xfe" + b"\x00\xd8" * 1_000,
        "a mark alone": b"\xef\xbb\xbf",
        "nothing": b"",
        "a sep line alone": b"sep=;\n",
        "twice": b"person_1,person_1\nAna,Ben\n",
        "many people": ",".join(f"person_{number}" for number in range(1, 200)).encode() + b"\n",
        "a PDF": b"%PDF-1.7\n" + bytes(1_000),
        "a picture": b"\xff\xd8\xff" + bytes(1_000),
        "an old workbook": b"\xd0\xcf\x11\xe0" + bytes(1_000),
    }.items()
    yield from {
        "empty rows": workbook(HEAD + b"<row/>" * 900_000 + TAIL),
        "empty cells": workbook(HEAD + (b"<row>" + b"<c/>" * 16_000 + b"</row>") * 60 + TAIL),
        "a wide row": workbook(HEAD + b"<row>" + b"<c/>" * 900_000 + b"</row>" + TAIL),
        "a wide header": workbook(MAIN + b"<row>" + b"<c/>" * 900_000 + b"</row>" + TAIL),
        "a row far below": workbook(HEAD + b'<row r="9999999999"><c><v>1</v></c></row>' + TAIL),
        "cells far right": workbook(HEAD + b'<row><c r="XFD2"><v>1</v></c></row>' * 4_000 + TAIL),
        "a bomb": workbook(HEAD + b" " * 60_000_000 + TAIL),
        "a bomb beside": workbook(HEAD + TAIL, **{"xl/media/x.bin": bytes(60_000_000)}),
        "many parts": workbook(HEAD + TAIL, **{f"xl/x{number}": b"" for number in range(10_001)}),
        "many elements": workbook(HEAD + b"<x/>" * 2_100_000 + TAIL),
        "deep elements": workbook(HEAD + b"<x>" * 500_000 + b"</x>" * 500_000 + TAIL),
        "an entity": workbook(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEAD + TAIL),
        "a formula": workbook(HEAD + b'<row r="2"><c r="A2"><f>1+1</f></c></row>' + TAIL),
        "a string that is not there": workbook(HEAD + b'<row r="2"><c r="A2" t="s"><v>99</v></c></row>' + TAIL),
        "a long text": workbook(HEAD + TEXT + b"a" * 40_000_000 + b"</t></is></c></row>" + TAIL),
        "markup": workbook(HEAD + TEXT + b"&lt;script&gt;alert(1)</t></is></c></row>" + TAIL),
        "no sheet": workbook(b""),
    }.items()  # fmt: skip
    whole = workbook(HEAD + b'<row r="2"><c r="A2" t="inlineStr"><is><t>Ana</t></is></c></row>' + TAIL)
    for cut in range(0, len(whole), len(whole) // 20):
        yield f"a workbook of {cut} bytes", whole[:cut] or b"PK"


def ask(page: Start, method: str, path: str, body: bytes = b"") -> tuple[int, str]:
    """Return the status and the text of an answer, which holds no markup of a roster's."""
    answer = page.ask(method, path, body)
    text = answer.body.decode()
    assert answer.status in {200, 413, 422}, (path, text[:300])
    assert answer.status == 200 or 'class="problem"' in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "root:x:" not in text
    return answer.status, text


def take_time(page: Start) -> float:
    """Return the seconds of processor time that the page has had, with those of its children."""
    stat = Path(f"/proc/{page.process.pid}/stat").read_text(encoding="ascii")
    return sum(map(int, stat.rpartition(")")[2].split()[11:15])) / 100


def take_yardstick() -> float:
    """Return the seconds of processor time that a fixed piece of work takes here and now."""
    began = time.process_time()
    sum(number * number for number in range(2_000_000))
    return time.process_time() - began


def test_rosters_that_nobody_means_well_with_are_told_soon_and_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "Alliances"
    given = list(rosters())
    assert len(given) >= 174
    taken: dict[str, float] = {}
    with start(folder) as page:
        for name, data in given:
            before = take_time(page)
            began = time.monotonic()
            status, text = ask(page, "POST", "/roster?name=x.csv", data)
            if status == 200:
                ask(page, "GET", f"/roster/{json.loads(text)['id']}")
            taken[name] = min(take_time(page) - before, time.monotonic() - began)
        longest = max(taken, key=lambda name: taken[name])
        assert taken[longest] < LONGEST * take_yardstick(), (longest, taken[longest])
        assert page.find_memory("VmHWM") < MOST_MEMORY
        assert page.count_threads() == 1
        assert ask(page, "GET", "/roster")[0] == 200
    kept = {path.suffix for path in folder.iterdir()}
    assert kept == {".csv", ".xlsx"}
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".part")]


@pytest.mark.parametrize("number", range(0, len(TEXTS), 4))
def test_worksheets_of_strange_texts_stay_in_their_folder(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "Alliances"
    rows = [f'Ana,"{text.replace(chr(34), chr(34) * 2)}"' for text in TEXTS[number : number + 4]]
    with start(folder) as page:
        for columns in ("person_1,output", "person_1,person_2"):
            data = "\n".join([columns, *rows, "Ben,", ""]).encode()
            _, text = ask(page, "POST", "/roster?name=x.csv", data)
            assert ask(page, "POST", f"/roster/{json.loads(text)['id']}/folder")[0] == 200
    assert {path.name for path in tmp_path.iterdir()} <= {"Alliances", "session"}
    for made in folder.glob("x*-worksheets"):
        assert all(path.parent == made and path.suffix in {".pdf", ".csv"} for path in made.rglob("*"))
        assert len(list(made.iterdir())) >= 2


def test_strange_names_are_made_safe(tmp_path: Path) -> None:
    folder = tmp_path / "Alliances"
    with start(folder) as page:
        for name in NAMES:
            assert ask(page, "POST", f"/roster?name={quote(name)}", f"person_1\nAna\n{len(name)}\n".encode())[0] == 200
    for path in folder.iterdir():
        assert path.suffix == ".csv"
        assert path.name.isprintable()
        assert not path.name.startswith((".", "con."))
