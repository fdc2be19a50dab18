"""Ordinary damage, in hundreds of ways: nothing is read otherwise without a word, and no damaged file is unaltered.

A server puts bytes in front or takes them away, a disk flips bits, a table is wrong, a file is cut off. Told is a
refusal, or a remark that the file is damaged or lacks something; what is read without one must be all that was there.
"""

from __future__ import annotations

import io
import json
import pickle
import random
import re
import zlib
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pypdf
import pytest

from generator.errors import AllianceError
from generator.files.reading import InputFile
from generator.formats.filled_pdf.sandbox import MEMORY, run_each_limited
from generator.workflows.answers import AnswersRequest, read_answers, write_answers
from generator.workflows.verify import verify
from tests.foreign.fillers import Filling, names_of, pypdf_fills
from tests.foreign.tools import alliance_output, output_of, program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT_ONCE = 20
"""Damaged files that one process reads."""
WAYS = 14
"""Of each kind of damage that chance decides on."""
TOLD = ("damaged", "cut off", "missing", "lost characters", "second reader", "neither yes nor no", "no encoding")


class Original(NamedTuple):
    """A file before it is damaged."""

    data: bytes
    held: object
    """What ``alliance answers --format json`` reads."""
    remarks: tuple[str, ...]
    """What is said of it, which is nothing that tells damage."""


class Damage(NamedTuple):
    """A copy of a file that something happened to."""

    what: str
    data: bytes
    beside: bool = False
    """Whether the file itself is whole, and something stands in front of it or behind it."""
    span: tuple[int, int] = (0, 0)
    """The bytes that were altered, where they are in one place."""


class Heard(NamedTuple):
    """What was said of a damaged file."""

    told: bool
    """Whether it was refused, or damage was told."""
    held: object
    """What was read; None where it was refused."""
    unaltered: bool


def read(data: bytes) -> tuple[object, tuple[str, ...]]:
    contents = read_answers(AnswersRequest(files=(InputFile(data, "a.pdf"),)))
    return json.loads(write_answers(contents, "json")[0]), contents.remarks


def hear(data: bytes, original: Original) -> Heard:
    try:
        held, remarks = read(data)
        told = any(word in remark for remark in remarks for word in TOLD if remark not in original.remarks)
    except AllianceError:
        held, told = None, True
    try:
        unaltered = bool(verify(data, "a.pdf").unaltered)
    except AllianceError:
        unaltered = False
    return Heard(told, held, unaltered)


def hear_each(ways: list[Damage], original: Original) -> Iterator[Heard]:
    """Hear of many in one process: starting one for each is most of the time. Of those that end it, one by one."""
    for start in range(0, len(ways), AT_ONCE):
        several = ways[start : start + AT_ONCE]
        work = partial(_hear_several, several, original)
        (heard,) = run_each_limited([work], 1, seconds=2 * AT_ONCE, memory=4 * MEMORY)
        yield from pickle.loads(heard) if heard else [hear(way.data, original) for way in several]  # noqa: S301 - our own


def _hear_several(ways: list[Damage], original: Original) -> bytes:
    return pickle.dumps([hear(way.data, original) for way in ways])


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Original]:
    folder = tmp_path_factory.mktemp("damage")
    blank, filled, packed, finished = (folder / f"{name}.pdf" for name in ("blank", "filled", "packed", "finished"))
    short = ("--section", "intentions", "--section", "atmosphere")  # as long files are damaged in the same ways
    alliance_output("compose", "-p", "Ana Lima", "-p", "Ben Okafor", *short, "-o", blank)
    fill(blank, filled)
    output_of(program("qpdf"), "--object-streams=generate", filled, packed)
    alliance_output("merge", filled, "-o", finished)
    saved = folder / "saved.pdf"
    save_once_more(filled, saved)
    files = {"saved incrementally": saved, "with object streams": packed, "a finished alliance": finished}
    return {name: Original(path.read_bytes(), *read(path.read_bytes())) for name, path in files.items()}


def fill(blank: Path, filled: Path) -> None:
    names = names_of(blank)
    texts = {name: f"An answer, number {number}" for number, name in enumerate(names.values()) if "/answer/" in name}
    ticks = (names["pick/hopes/p1"], names["pick/tone/p2"])
    pypdf_fills(blank, filled, Filling(texts | {names["agreement/1/what"]: "We say it"}, ticks))


def save_once_more(filled: Path, saved: Path) -> None:
    writer = pypdf.PdfWriter(filled, incremental=True)
    name = next(name for path, name in names_of(filled).items() if path == "answer/champion/p2")
    for page in writer.pages:
        writer.update_page_form_field_values(page, {name: "Saved later"}, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    saved.write_bytes(out.getvalue())


def damage(data: bytes, other: bytes) -> Iterator[Damage]:
    """Yield copies of a file, each damaged in one way; ``other`` is a file that it is joined with."""
    dice = random.Random(len(data))  # noqa: S311 - the same damage in each run
    yield from put_beside(data)
    yield from break_tables(data, dice)
    yield from break_anywhere(data, dice)
    yield from mix(data, other, dice)
    yield from flip_bits(data, dice)


def put_beside(data: bytes) -> Iterator[Damage]:
    for front in (b"\xef\xbb\xbf", b"\n", b"\r\n", b" ", b"HTTP/1.1 200 OK\r\n\r\n", b"\0" * 16, b"x" * 900):
        yield Damage(f"{front[:16]!r} in front", front + data, beside=True)
    for behind in (b"\n", b"\0" * 100, b"\r\n-- \r\nfooter\r\n", b"<html>"):
        yield Damage(f"{behind[:16]!r} behind", data + behind, beside=True)


def break_tables(data: bytes, dice: random.Random) -> Iterator[Damage]:
    start = data.rindex(b"startxref")
    offset = int(data[start:].split()[1])
    tables = [int(found) for found in re.findall(rb"startxref\s+(\d+)", data)]
    for wrong in (0, 1, offset - 9, offset + 1, offset + 30, 10**8, *tables[:-1]):
        yield Damage(f"startxref {wrong}", data[:start] + b"startxref\n%d\n%%%%EOF\n" % wrong)
    yield Damage("without startxref", data[:start])
    identity = re.compile(rb"/ID ?\[.*?\]", re.DOTALL).search(data, offset)
    assert identity
    for at in dice.sample([*range(offset, identity.start()), *range(identity.end(), data.rindex(b"endstream"))], WAYS):
        yield Damage(f"cut off within the newest table, at {at}", data[:at])
        if not data.startswith(b"\nendstream", at):  # without this line end it says the same
            without = data[:at] + data[at + 1 :]
            yield Damage(f"a byte missing within the newest table, at {at}", without, span=(at, at + 1))
    ends = [found.end() for found in re.finditer(rb"%%EOF", data)]
    yield Damage("an end missing", data[: ends[0] - 5] + data[ends[0] :] if len(ends) > 1 else data[: ends[0] - 5])
    numbers = re.finditer(rb"/(?:Length|Size(?! \d+/ModDate)|Prev|W|Index|First|N)[ \[]*(\d)", data)
    places = [found.start(1) for found in numbers]
    for at in dice.sample(places, min(WAYS, len(places))):
        other = b"%d" % (9 - int(data[at : at + 1]))
        yield Damage(f"another digit at {at}", data[:at] + other + data[at + 1 :], span=(at, at + 1))


def break_anywhere(data: bytes, dice: random.Random) -> Iterator[Damage]:
    texts = [found.span() for found in re.finditer(rb"/V \([^()]*\)|/ID ?\[[^]]*\]", data)]
    places = [at for at in range(20, len(data) - 20) if not any(first < at < last for first, last in texts)]
    for at in dice.sample(places, WAYS):  # of what a plain text says, or an identifier, nothing can notice a change
        length = dice.choice((1, 2, 3, 100, 4096))
        span = at, min(at + length, len(data))
        yield Damage(f"{length} bytes missing at {at}", data[:at] + data[at + length :], span=span)
        yield Damage(f"{length} bytes zeroed at {at}", data[:at] + bytes(length) + data[at + length :], span=span)
        yield Damage(f"a line end more at {at}", data[:at] + b"\n" + data[at:], span=(at, at))
        yield Damage(f"cut off at {at}", data[:at])
    yield Damage("line ends as of Windows", data.replace(b"\n", b"\r\n"))
    yield Damage("line ends as of Unix", data.replace(b"\r\n", b"\n"))
    yield Damage("without the eighth bit", bytes(byte & 0x7F for byte in data))


def mix(data: bytes, other: bytes, dice: random.Random) -> Iterator[Damage]:
    """Yield the file with parts of itself, or of another, at places where they do not belong."""
    half = len(data) // 2
    yield Damage("twice", data + data)
    yield Damage("its second half twice", data + data[half:], beside=True)  # what is behind says what is in it
    yield Damage("another behind", data + other)
    yield Damage("another in front", other + data)
    yield Damage("half another in front", other[: len(other) // 2] + data)
    yield Damage("half another behind", data + other[len(other) // 2 :])
    yield Damage("its second half another's", data[:half] + other[len(other) // 2 :])
    objects = [
        found.span()
        for found in re.finditer(rb"(?<=\n)\d+ 0 obj\b.*?endobj\n", data, re.DOTALL)
        if b"/XRef" not in found[0]  # a table that stands there twice is none the worse
    ]
    end = data.rindex(b"startxref")
    for first, last in dice.sample(objects, min(WAYS, len(objects))):
        yield Damage(f"the object at {first} twice", data[:end] + data[first:last] + data[end:])
        yield Damage(f"the object at {first} missing", data[:first] + data[last:])


def flip_bits(data: bytes, dice: random.Random) -> Iterator[Damage]:
    """Yield the file with a bit flipped in its deflated data."""
    deflated = find_deflated(data)
    for _ in range(2 * WAYS):
        first, last = dice.choice(deflated)
        at, bit = dice.randrange(first, last), dice.randrange(8)
        flipped = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
        if inflate(flipped[first:last]) != inflate(data[first:last]):  # else it says the same
            yield Damage(f"bit {bit} flipped at {at}", flipped, span=(at, at + 1))


def find_deflated(data: bytes) -> list[tuple[int, int]]:
    """Return where the deflated data of a file begin and end; a line end may stand behind them."""
    found = [(match.end(), data.find(b"endstream", match.end())) for match in re.finditer(rb"\bstream\r?\n", data)]
    spans = []
    for first, last in found:
        inflater = zlib.decompressobj()
        with suppress(zlib.error):
            inflater.decompress(data[first:last])
            spans += [(first, last - len(inflater.unused_data))] if inflater.eof else []
    return spans


def inflate(data: bytes) -> bytes | None:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return None


def is_vouched_for(name: str, original: Original, damage: Damage) -> bool:
    """Tell whether what was altered is something that ``verify`` vouches for.

    Of a worksheet those are its tables, its pages, and what is deflated; of an alliance all but what stands beside it.
    """
    if damage.beside or name == "a finished alliance" or damage.span == (0, 0):
        return not damage.beside
    first, last = damage.span
    return any(first < end and start < last for start, end in find_deflated(original.data))


def test_no_damage_changes_what_is_read_without_a_word_or_leaves_a_file_unaltered(
    originals: dict[str, Original],
) -> None:
    silent, false, count, whole = [], [], 0, 0
    names = list(originals)
    for index, (name, original) in enumerate(originals.items()):
        ways = [way for way in damage(original.data, originals[names[index - 1]].data) if way.data != original.data]
        count += len(ways)
        for way, heard in zip(ways, hear_each(ways, original), strict=True):
            whole += heard.held == original.held
            if not heard.told and heard.held != original.held:
                silent.append(f"{name}, {way.what}")
            if heard.unaltered and (heard.held != original.held or is_vouched_for(name, original, way)):
                false.append(f"{name}, {way.what}")
    print(f"{count} ways, {whole} read whole, {len(silent)} silently otherwise, {len(false)} falsely unaltered")  # noqa: T201 - for whoever runs it with -s
    assert count > 500
    assert (silent, false) == ([], [])
