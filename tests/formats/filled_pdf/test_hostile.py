"""Hostile files: the limits hold for time and memory, nothing is printed, and the answer is one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from generator.model.worksheet import identity
from tests.formats.pdfs import document, form, stream, widget
from tests.formats.worksheets import WORKSHEET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="measures with Linux's units"),
]

HOPES = f"{identity(WORKSHEET)}/answer/hopes/p1"


def _many_inline_fields() -> bytes:
    inline = b"<< /T (a) /V (b) >> " * 15_000
    return form([b"[%s]" % inline]).replace(b"/Fields [5 0 R]", b"/Fields  5 0 R ")


def _cross_reference_stream(entries: bytes, *objects: bytes) -> bytes:
    """Return a PDF whose objects 1, 2, ... stand before a cross-reference stream, entries of four bytes each."""
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, start=1))
    keys = b"/Type /XRef /Size %d /W [1 2 1] /Root 7 0 R" % (len(entries) // 4)
    return body + b"99 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(entries, keys), len(body))


def _object_stream_bomb(opening: bytes) -> bytes:
    bomb = stream(b"7 0 ".ljust(8) + opening * (15_000_000 // len(opening)), b"/Type /ObjStm /N 1 /First 8")
    return _cross_reference_stream(b"\0\0\0\0" + b"\1\0\x09\0" + b"\0\0\0\0" * 5 + b"\2\0\1\0", bomb)


def _cross_reference_loop() -> bytes:
    data = document({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Kids [] >>"}, b"/Prev 0000000000")
    return data.replace(b"/Prev 0000000000", b"/Prev %010d" % data.rfind(b"xref\n0"))


def _tree_of_copies() -> bytes:
    kids = {number: b"<< /Kids [%d 0 R %d 0 R] >>" % (number + 1, number + 1) for number in range(2, 90)}
    return document({1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [2 0 R] >> >>"} | kids)


def _broken_table(bodies: int) -> bytes:
    head = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Kids [] >>"}
    return document(head | dict.fromkeys(range(3, bodies), b"<< >>")).replace(b"startxref\n", b"startxref\n7")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a page tree that is its own kid": lambda: form([]).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "a page tree of copies of copies": _tree_of_copies,
    "a field that is its own kid": lambda: form([b"<< /T (a) /Kids [5 0 R] /Parent 5 0 R >>"]),
    "two fields that are each other's parents": lambda: form([b"<< /T (a) /Parent 6 0 R >>", b"<< /Parent 5 0 R >>"]),
    "a name tree that is its own kid": lambda: form(
        [b"<< /Kids [5 0 R] >>"], in_form=[], catalogue=b"/Names << /EmbeddedFiles 5 0 R >>"
    ),
    "a reference to itself": lambda: form([b"5 0 R"]),
    "deep arrays": lambda: form([b"[" * 500_000]),
    "deep dictionaries": lambda: form([b"<< /A " * 200_000]),
    "many inline fields": _many_inline_fields,
    "many fields": lambda: form([widget("a")] * 21_000),
    "fields of long names": lambda: form([widget("a" * 9_999)] * 50),
    "fields of one long value": lambda: form(
        [widget(HOPES, b"9999 0 R")] * 500 + [b"null"] * 9494 + [stream(b"x" * 9_000_000)], on_page=range(5, 505)
    ),
    "a huge length": lambda: form(
        [widget(HOPES, b"6 0 R"), b"<< /Length 99999999999 >>\nstream\nx\nendstream"], on_page=[5], in_form=[]
    ),
    "a bomb as value": lambda: form([widget(HOPES, b"6 0 R"), stream(b"x" * 50_000_000)], on_page=[5], in_form=[]),
    "a bomb attached": lambda: form([widget(HOPES)], attached=[("worksheet.json", b"x" * 50_000_000)]),
    "an object stream of open arrays": lambda: _object_stream_bomb(b"["),
    "an object stream of numbers": lambda: _object_stream_bomb(b"[" + b"1 " * 7_000_000),
    "an object stream of dictionaries": lambda: _object_stream_bomb(b"<< /A 1 " + b"/B [ ] " * 2_000_000),
    "an object stream of a string": lambda: _object_stream_bomb(b"(" + b"a" * 4_000_000),
    "a cross-reference stream bomb": lambda: _cross_reference_stream(b"\1\0\0\0" * 3_900_000),
    "a cross-reference loop": _cross_reference_loop,
    "a large size without a catalogue": lambda: (
        form([]).replace(b"/Size 5", b"/Size 999999999").replace(b"/Catalog", b"/Catalot")
    ),
    "filters upon filters": lambda: form(
        [widget(HOPES, b"6 0 R"), stream(b"x").replace(b"/FlateDecode", b"[" + b"/FlateDecode " * 9999 + b"]")],
        on_page=[5],
        in_form=[],
    ),
    "noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 50_000 + b"\n%%EOF",
    "noise of object starts": lambda: b"%PDF-1.7\n" + b"1 0 obj " * 2_000_000 + b"\nendobj %%EOF",
    "a broken table of many objects": lambda: _broken_table(40_000),
    "20 megabytes": lambda: form([widget(HOPES, b"(typed)"), stream(os.urandom(19_000_000), compress=False)]),
}

_READ_ALL = """
import json, resource, sys
from pathlib import Path
from generator.errors import InvalidInput
from generator.formats.filled_forms import read_forms

def seconds():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)

for path in sorted(Path(sys.argv[1]).iterdir()):
    start = seconds()
    try:
        read_forms(path.read_bytes(), "hostile.pdf")
        answer = "read"
    except InvalidInput as error:
        answer = str(error)
    own = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([answer, seconds() - start, max(int(own), child)]))
"""


class Reading(NamedTuple):
    answer: str
    seconds: float
    kilobytes: int


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Read all files in one process, which forks a child for each."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    for kind, make in HOSTILE.items():
        (folder / kind).write_bytes(make())
    result = subprocess.run(
        [sys.executable, "-c", _READ_ALL, folder],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert result.stderr == b""
    lines = result.stdout.decode().splitlines()
    return {kind: Reading(*json.loads(line)) for kind, line in zip(sorted(HOSTILE), lines, strict=True)}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_ends_soon_and_stays_small(kind: str, readings: dict[str, Reading]) -> None:
    assert readings[kind].seconds < 5
    assert readings[kind].kilobytes < 200_000


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_read_or_refused_in_one_line(kind: str, readings: dict[str, Reading]) -> None:
    answer = readings[kind].answer
    assert answer == "read" or answer.startswith("hostile.pdf: ")
    assert "\n" not in answer


def test_a_large_file_is_not_hostile(readings: dict[str, Reading]) -> None:
    assert readings["20 megabytes"].answer == "read"


def test_a_file_of_more_fields_than_any_worksheet_has_is_refused(readings: dict[str, Reading]) -> None:
    assert "takes more time or memory" in readings["many fields"].answer


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if "its own kid" in kind or "each other" in kind])
def test_a_cycle_is_walked_once(kind: str, readings: dict[str, Reading]) -> None:
    assert "takes more time or memory" not in readings[kind].answer
