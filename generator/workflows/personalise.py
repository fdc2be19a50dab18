"""What is personal in a worksheet, and markers in its place: worksheets that differ in nothing else are set once.

Personal are the names with their initials, the meeting's date and place, and what follows from them: the definition and
the identity. Whether a name is blank is not, for a blank one is labelled ``Person 1``.

A text with a marker is taken to fit its line; each such line is noted as a ``Fit``. People whose names fit share the
pages; for others they are set anew, with their names. Initials are given the room of the widest usual ones. Asking how
wide any other marker is raises ``Measured``: pages that depend on it cannot be shared.
"""

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from generator.composing.worksheet import definition_to_hide
from generator.fonts.direction import (
    FROM_LEFT,
    FROM_RIGHT,
    WITHOUT_DIRECTION,
    begins_right_to_left,
    is_directional,
    isolate,
)
from generator.fonts.faces import Face
from generator.fonts.metrics import Fonts, fonts
from generator.model.layout import TypeStyle
from generator.model.people import People
from generator.model.worksheet import Meeting, Worksheet, canonical, definition_text, identity_of
from generator.pdf.font_embedding import SubsetKey, field_subset, further_subsets
from generator.pdf.placeholders import Markers
from generator.typesetting.context import WIDEST_INITIALS
from generator.typesetting.display_text import DisplayText, Metrics, measure_type
from generator.typesetting.lines import cut_line
from generator.words.messages import Words
from generator.workflows.script_remarks import lacks_extra

# Noncharacters (Unicode, 23.7), which no typeface has and no text should.
NAMES, PLACE = tuple(FROM_LEFT[:-1]), FROM_LEFT[-1]
NAMES_FROM_RIGHT, PLACE_FROM_RIGHT = tuple(FROM_RIGHT[:-1]), FROM_RIGHT[-1]
"""For names and a place that run from right to left: texts in which they stand isolate them as they do those."""
INITIALS = tuple("\ufdd6\ufdd7\ufdd8\ufdd9\ufdda\ufddb")
WHEN, NUMBER, CLOCKS = WITHOUT_DIRECTION[0], WITHOUT_DIRECTION[1], tuple(WITHOUT_DIRECTION[2:])
"""The meeting's date and time as they stand on paper; the number that a worksheet has in a packet; and what the clock
says at each step of the time plan."""
IDENTITY = "\ufde0"
DEFINITION = "\ufde1"
HIDDEN = "\ufde2"
"""What the hidden field holds: the definition, or that it is attached."""
MARKERS = Markers(
    (*NAMES, *NAMES_FROM_RIGHT, *INITIALS, WHEN, NUMBER, PLACE, PLACE_FROM_RIGHT, *CLOCKS),
    in_ascii=(IDENTITY, DEFINITION, HIDDEN),
    rooms=dict.fromkeys(INITIALS, WIDEST_INITIALS),
)
_ESCAPED = ("\\ufd", "\\uff", "\\udff")
"""How every marker begins in JSON, and not much else."""
_ANY_DATE, _ANY_TIME = dt.date(2000, 1, 1), dt.time(0, 0)


class TemplateKey(NamedTuple):
    """What worksheets have in common that share a template."""

    worksheet: Worksheet
    """With neither names nor date nor place."""
    names: tuple[str, ...]
    """The markers of names, nothing for blank ones."""
    dated: bool
    timed: bool
    place: str
    """The place's marker; empty where there is none."""

    def with_markers(self) -> Worksheet:
        """Return the worksheet with markers for what is personal."""
        date, time = _ANY_DATE if self.dated else None, _ANY_TIME if self.timed else None
        meeting = _MarkedMeeting(date, time, self.place, self.worksheet.meeting.minutes)
        return self.worksheet._replace(people=_MarkedPeople(self.names), meeting=meeting)

    def is_shareable(self) -> bool:
        """Tell whether the bank and the rest hold no marker themselves."""
        text = definition_text(self.worksheet)
        suspect = any(escaped in text for escaped in _ESCAPED)
        return not (suspect and any(canonical(marker)[1:-1] in text for marker in MARKERS.characters))


class _MarkedPeople(People):
    """People of whom only the number is known, and which of their names are blank."""

    __slots__ = ()

    def initials(self) -> tuple[str, ...]:
        """Return a marker for each person."""
        return INITIALS[: len(self.names)]


class _MarkedMeeting(Meeting):
    """A meeting of which only the length is known, and whether it has a date, a time and a place."""

    __slots__ = ()

    def when(self, words: Words) -> str:  # noqa: ARG002 - as others
        """Return a marker where there is a date."""
        return WHEN if self.date else ""

    def clocks(self, starts: tuple[int, ...], words: Words) -> tuple[str, ...]:
        """Return markers where there is a time."""
        return CLOCKS[: len(starts)] if self.time else super().clocks(starts, words)


def template_key(worksheet: Worksheet) -> TemplateKey:
    """Return what this worksheet has in common with those that share a template with it."""
    meeting, names = worksheet.meeting, worksheet.people.names
    return TemplateKey(
        worksheet._replace(people=People(("",) * len(names)), meeting=Meeting(None, None, "", meeting.minutes)),
        mark_names(names),
        meeting.date is not None,
        meeting.time is not None,
        mark_place(meeting.place),
    )


def mark_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the markers of names, nothing for blank ones."""
    pairs = zip(names, NAMES, NAMES_FROM_RIGHT, strict=False)
    return tuple([name and (from_right if is_directional(name) else marker) for name, marker, from_right in pairs])


def mark_place(place: str) -> str:
    """Return the marker of a place; nothing where there is none."""
    return place and (PLACE_FROM_RIGHT if is_directional(place) else PLACE)


def personal_values(
    worksheet: Worksheet, key: TemplateKey, starts: tuple[int, ...], number: str = ""
) -> dict[str, str]:
    """Return the texts that are drawn, by their markers: names, initials, date, place, clock times and the number.

    ``starts`` is when the steps of the time plan begin, minutes from the meeting's start; ``number`` is that in a
    packet, if it stands in one.
    """
    people, meeting = worksheet.people, worksheet.meeting
    values = {marker: name for marker, name in zip(key.names, people.names, strict=True) if name}
    values.update(zip(INITIALS, people.initials(), strict=False))
    if number:
        values[NUMBER] = number
    if meeting.date:
        values[WHEN] = meeting.when(worksheet.words)
    if meeting.place:
        values[key.place] = meeting.place
    if meeting.time:
        values.update(zip(CLOCKS, meeting.clocks(starts, worksheet.words), strict=False))
    return values


def definition_values(worksheet: Worksheet) -> dict[str, str]:
    """Return the definition and what follows from it, by their markers."""
    text = definition_text(worksheet)
    return {DEFINITION: text, HIDDEN: definition_to_hide(worksheet, text), IDENTITY: identity_of(text)}


class Measured(Exception):
    """A place in the layout depends on the width of something personal."""


class Fit(NamedTuple):
    """A text with markers that must not be wider than its line."""

    text: str
    face: Face
    size: float
    width: float
    is_cut: bool
    """Whether it is cut where it is wider."""
    is_shrunk: bool = False
    """Whether it is shrunk there, if fonts of a copy's own draw it."""


class Personalisation(NamedTuple):
    """What fills the markers of a worksheet."""

    values: dict[str, str]
    """By their markers; that of a text with several markers, by this text, where it had to be cut."""
    subsets: tuple[SubsetKey, ...] | None
    """The font subsets that the values need beyond those of the pages; None where they need fonts of their own."""


def personalise(
    fits: Sequence[Fit],
    values: Mapping[str, str],
    measures: Fonts,
    *,
    right_to_left: bool = False,
    shrinks: bool = True,
) -> Personalisation | None:
    """Return what fills the markers, of a document from right to left or not, with these values.

    ``shrinks`` tells that texts are shrunk where that is noted; in packets, initials of a size are drawn alike.
    None where a text does not fit its line, or is not shown as it is.
    """
    needs_fonts = right_to_left or not all(map(_is_usual, values.values()))
    if needs_fonts and not all(
        _is_shown(text, measures) and _runs_as(marker, text, right_to_left=right_to_left)
        for marker, text in values.items()
    ):
        return None
    used: dict[Face, set[str]] = {}
    cut: dict[str, str] = {}
    for key, face, size, width, is_cut, is_shrunk in fits:
        text = MARKERS.substitute(key, values)
        if not (needs_fonts or measures.is_plain(text, face)):
            needs_fonts = any(piece.file for piece in measures.split(text, face))
        if measures.width(text, face, size) > width and not (is_shrunk and shrinks and needs_fonts):
            stands_whole = key in MARKERS.characters or sum(key == other.text for other in fits) > 1
            if not is_cut or stands_whole:
                return None
            text = cut[key] = cut_line(text, width, measure_type(measures, face, size))
        if not needs_fonts:
            used.setdefault(face, set()).update(measures.coverage(face).set(text).codes)
    needed: set[SubsetKey] = set()
    for face, characters in used.items():
        further = further_subsets(characters, face, measures)
        if needs_fonts or further is None:
            return Personalisation({**values, **cut}, None)
        needed |= further
    return Personalisation({**values, **cut}, None if needs_fonts else tuple(sorted(needed)))


def _is_usual(text: str) -> bool:
    """Tell whether the field font has all of a text, and it is shown as it is."""
    return (text.isascii() and text.isprintable()) or (
        _field_characters().issuperset(text) and unicodedata.is_normalized("NFC", text)
    )


def _is_shown(text: str, measures: Fonts) -> bool:
    """Tell whether a text is shown as it is, and there is nothing to remark."""
    return _display_text(measures).display(text) == text and not lacks_extra(text)


@lru_cache(maxsize=64)
def _display_text(measures: Fonts) -> DisplayText:
    return DisplayText(measures)


def _runs_as(marker: str, text: str, *, right_to_left: bool) -> bool:
    """Tell whether a text runs as its marker does: then sentences of the document isolate both, or none."""
    if marker in INITIALS or marker in WITHOUT_DIRECTION:
        return True
    if is_directional(text):
        return begins_right_to_left(text) and isolate(text, right_to_left=True) == text
    return not right_to_left or isolate(text, right_to_left=True) != text


@cache
def _field_characters() -> frozenset[str]:
    """Return the characters of every field font that are shown as they are."""
    measures = fonts()
    display, characters = DisplayText(measures).display, field_subset(measures).advances
    return frozenset(character for character in characters if display(character) == character)


class MarkerMetrics:
    """The metrics of typefaces, and of markers in them."""

    def __init__(self, metrics: Metrics) -> None:
        self.unmarked = metrics
        """Those of texts without markers."""
        self._narrowest: dict[tuple[str, Face, float, bool, bool], Fit] = {}
        self.covers: Callable[[str], bool] = lambda text: text in MARKERS.characters or metrics.covers(text)
        self.x_height, self.cap_height = metrics.x_height, metrics.cap_height

    def copy(self) -> "MarkerMetrics":
        """Return one of the same typefaces with nothing noted yet."""
        return MarkerMetrics(self.unmarked)

    def note(self, fit: Fit) -> None:
        """Note that a text must fit the width."""
        key = (fit.text, fit.face, fit.size if fit.is_cut else 0.0, fit.is_cut, fit.is_shrunk)
        known = self._narrowest.setdefault(key, fit)
        if fit.width / fit.size < known.width / known.size:
            self._narrowest[key] = fit

    def fits(self) -> tuple[Fit, ...]:
        """Return everything noted, each text with the line that is narrowest for its size; what is cut, in each size.

        All widths grow as sizes do.
        """
        return tuple(self._narrowest.values())

    def width(self, text: str, face: Face, size: float) -> float:
        """Return the advance width of covered text, points; raises ``Measured``."""
        if text.isascii() or not MARKERS.occur_in(text):  # most are ASCII, and this is asked for every word
            return self.unmarked.width(text, face, size)
        if text not in INITIALS:
            raise Measured
        room = self.unmarked.width(WIDEST_INITIALS, face, size)
        self.note(Fit(text, face, size, room, is_cut=False, is_shrunk=True))
        return room


class MarkerDisplayText(DisplayText):
    """Shows markers as they are, and notes where their values must fit."""

    def __init__(self, metrics: MarkerMetrics, plain: set[str] | None = None) -> None:
        super().__init__(metrics, plain)
        self.noted, self.unmarked = metrics, metrics.unmarked

    def copy(self) -> "MarkerDisplayText":
        """Return one that shows alike and has nothing noted yet."""
        return MarkerDisplayText(self.noted.copy(), self.plain)

    def merge(self, other: DisplayText) -> None:
        """Note what another one has noted."""
        super().merge(other)
        if isinstance(other, MarkerDisplayText):
            for fit in other.noted.fits():
                self.noted.note(fit)

    def is_assumed_to_fit(
        self, text: str, kind: TypeStyle, width: float, *, is_cut: bool = False, is_shrunk: bool = False
    ) -> bool:
        """Tell whether the text holds a marker, and note that it must fit."""
        if not MARKERS.occur_in(text):
            return False
        self.noted.note(Fit(text, kind.face, kind.size, width, is_cut, is_shrunk))
        return True
