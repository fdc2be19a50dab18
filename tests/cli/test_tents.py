"""``--layout tents``: name tents for a worksheet and for a roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from PIL import ImageChops

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


def test_composed_it_says_to_fold_it_and_nothing_of_picks(alliance: Terminal) -> None:
    ended = alliance.done(
        "compose", "--layout", "tents", "-p", "Ana", "-p", "Ben", "--pick", "Ana: hopes", "-o", "t.pdf"
    )
    assert ended.lines == ["Wrote t.pdf (3 pages). Print it, and fold each sheet in the middle, the names outside."]


def test_a_roster_makes_tents_as_files_and_as_a_packet(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,person_2\nAna Lima,Ben Okafor\nCleo,Dan\n")
    ended = alliance.done("batch", "r.csv", "-o", "out", "--layout", "tents", "--per", "person")
    assert ended.lines == [
        "Wrote 4 worksheets to out. Print them, and fold each sheet in the middle, the names outside."
    ]
    alliance.done("batch", "r.csv", "--packet", "p.pdf", "--layout", "tents")
    with pypdfium2.PdfDocument(alliance.folder / "p.pdf") as packet:
        texts = [page.get_textpage().get_text_range() for page in packet]
        drawn = packet[2].render(scale=1).to_pil().convert("L")
    found = [[name for name in ("Ana Lima", "Ben Okafor", "Cleo", "Dan") if name in text] for text in texts[2:]]
    assert found == [["Ana Lima"], [], ["Ben Okafor"], [], ["Cleo"], [], ["Dan"], []]
    difference = ImageChops.difference(drawn, drawn.rotate(180))
    assert sum(value > 100 for value in difference.tobytes()) < 60
