"""Hundreds of damaged and hostile files, dropped: each is answered with a sentence of ours, and the page stays."""

from __future__ import annotations

import hashlib
import random
import re
import sys
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from generator import compose, merge, read
from generator.files.reading import InputFile
from generator.workflows.answers import write_answers
from tests.cli.filling import fill
from tests.foreign.test_damage import damage
from tests.formats.filled_pdf.test_hostile import HOSTILE
from tests.web.serving import start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="measures with Linux's units"),
]

PDFS, XFDFS = 343, 122
MOST_SECONDS = 5
MOST_BYTES = 150_000_000


@pytest.fixture(scope="module")
def filled() -> bytes:
    worksheet = compose(people=["Ana Lima", "Ben Okafor"], sections=["intentions"]).data
    return fill(worksheet, {"answer/hopes/p1": "Long walks", "agreement/1/what": "We call"}, ticked=("pick/hopes/p1",))


def make_pdfs(filled: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield hostile PDFs, and then damaged ones, of every kind of damage."""
    finished = merge(InputFile(filled, "a.pdf")).data
    yield from ((kind, make()) for kind, make in HOSTILE.items())
    damaged = [*damage(filled, finished), *damage(finished, filled)]
    dice = random.Random(343)  # noqa: S311 - the same files in each run
    for way in dice.sample(damaged, len(damaged)):
        yield way.what, way.data


def make_xfdfs(filled: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield hostile XFDF, and then damaged ones."""
    whole = write_answers(read(InputFile(filled, "a.pdf")), "xfdf")[0].encode()
    head = b'<?xml version="1.0"?>'
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"lol") for n in range(9))
    yield "entities", head + b"<!DOCTYPE x [" + entities + b"]><xfdf>&e8;</xfdf>"
    yield "a file outside", head + b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xfdf>&f;</xfdf>'
    yield "deep", head + b"<xfdf>" + b"<a>" * 900_000
    yield "many fields", head + b"<xfdf><fields>" + b'<field name="a"/>' * 900_000 + b"</fields></xfdf>"
    yield "a long name", head + b'<xfdf><fields><field name="' + b"a" * 7_000_000 + b'"/></fields></xfdf>'
    yield "a long text", whole.replace(b"Long walks", b"Long walks" * 700_000)
    yield "too large", head + b" " * 19_000_000
    yield "nothing", b"<xfdf/>"
    yield "no XML", b"<" * 100_000
    for encoding in ("utf-16", "utf-32", "utf-7", "latin-1", "cp037"):
        yield encoding, whole.decode().encode(encoding)
    dice = random.Random(122)  # noqa: S311 - the same files in each run
    while True:
        at = dice.randrange(len(whole))
        yield f"cut off at {at}", whole[:at]
        yield f"a bit flipped at {at}", whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :]
        yield f"a piece twice at {at}", whole[:at] + whole[at // 2 :]


def test_hundreds_of_bad_files_are_answered_kept_whole_or_refused_and_the_page_stays(
    tmp_path: Path, filled: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [(f"{what}.pdf", data) for what, data in islice(make_pdfs(filled), PDFS)]
    files += [(f"{what}.xfdf", data) for what, data in islice(make_xfdfs(filled), XFDFS)]
    folder = tmp_path / "Alliances"
    sent, longest, wrong = set(), (0.0, ""), []
    with start(folder) as page:
        for name, data in files:
            before = page.measure_seconds()
            answer = page.ask("POST", f"/returns?name={quote(name)}", data)
            longest = max(longest, (page.measure_seconds() - before, name))
            sent.add(hashlib.sha256(data).hexdigest())
            text = answer.body.decode()
            said = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", text)).strip()
            if answer.status not in {200, 422} or len(said) < 10:
                wrong.append((name, answer.status, said))
            for found in re.findall('data-file="([0-9a-f]*)"', text):
                before = page.measure_seconds()
                shown = page.ask("POST", "/decide?part", f"file={found}".encode())
                longest = max(longest, (page.measure_seconds() - before, f"{name}, shown"))
                wrong += [(name, shown.status, "shown")] if shown.status != 200 else []
        listed = page.ask("GET", "/alliances")
        peak, threads = page.find_memory("VmHWM"), page.count_threads()
        ended = page.end()
    with capsys.disabled():
        print(f"\n{len(files)} files; longest {longest[0]:.1f} s ({longest[1]}); peak {peak / 1e6:.0f} MB")  # noqa: T201
    assert wrong == []
    assert (listed.status, threads, ended.code, ended.err.count("\n")) == (200, 1, 0, 2)
    assert longest[0] < MOST_SECONDS
    assert peak < MOST_BYTES
    kept = list(folder.iterdir())
    assert len(kept) > len(files) // 2
    assert {hashlib.sha256(file.read_bytes()).hexdigest() for file in kept} <= sent
