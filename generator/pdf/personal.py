"""Personal texts drawn: what is said in place of a stand-in, shown where the stand-in was set."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from generator.pdf.syntax import literal, numeral, rgb
from generator.standins import INITIALS, WIDEST_INITIALS, substituted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.fonts.faces import Face
    from generator.fonts.metrics import Fonts
    from generator.pdf.content_stream import Personal
    from generator.pdf.font_embedding import FontSet


def shown(text: str, face: Face, size: float, values: Mapping[str, str], font_set: FontSet) -> bytes:
    """Return the operators that show a text with these values in it; initials in the middle of their room."""
    return said_as(substituted(text, values), face, size, font_set, centred=text in INITIALS)


def said_as(said: str, face: Face, size: float, font_set: FontSet, *, centred: bool) -> bytes:
    """Return the operators that show what is said, ``centred`` in the room for initials."""
    x = 0.0
    if centred:
        measures = font_set.measures
        x = (_room(measures, face, size) - measures.width(said, face, size)) / 2
    height = numeral(size)
    runs = [b"/%b %b Tf\n%bTj" % (run.font.encode(), height, literal(run.codes)) for run in font_set.runs(said, face)]
    return b"%b 0 Td\n%b" % (numeral(x), b"\n".join(runs))


def text_object(each: Personal, showing: bytes) -> bytes:
    """Return the text object of a personal text, which shows this."""
    return b"BT %b rg\n%b\nET" % (rgb(each.colour).encode(), showing)


@lru_cache(maxsize=64)
def _room(measures: Fonts, face: Face, size: float) -> float:
    """Return the width of the room for initials."""
    return measures.width(WIDEST_INITIALS, face, size)
