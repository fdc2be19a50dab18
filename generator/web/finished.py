"""Finished alliances of the folder: opened, drawn, and what is made of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, Problem, escape
from generator.files.reading import has_mark
from generator.model.people import People
from generator.model.written_date import read_review
from generator.web.own_files import list_fonts
from generator.web.pages_as_svg import DrawnPages, draw_pages
from generator.words.dates import part_moment
from generator.words.messages import ENGLISH
from generator.workflows.encrypt import decrypt_file
from generator.workflows.inputs import OWN_LAYOUT, LayoutChoice
from generator.workflows.merge_sources import FinishedAlliance, read_all
from generator.workflows.render_alliance import set_alliance

if TYPE_CHECKING:
    import datetime as dt

    from generator.files.reading import InputFile
    from generator.model.alliance import Alliance
    from generator.model.layout import Layout
    from generator.web.folder import FoundFile, WorkFolder

_LAYOUTS = (".yaml", ".yml")
_WEEK, _MONTH, _YEAR = 7, 30, 365
"""Days."""
_FEW_DAYS, _FEW_WEEKS, _FEW_MONTHS = 14, 60, 700
"""So far away, a day is counted in days, weeks or months."""


class LockedAlliance(InvalidInput):
    """An encrypted file, which a password may open."""


class AlteredAlliance(InvalidInput):
    """An alliance whose data are not as they were written, which may be taken all the same."""


class Consent(NamedTuple):
    """What somebody said so that a file opens."""

    password: str = ""
    accept_altered: bool = False


class OpenedAlliance(NamedTuple):
    """A finished alliance of the folder."""

    file: FoundFile
    input: InputFile
    """As it lies there."""
    alliance: Alliance
    layout: Layout
    digest: str
    """In short, as in the foot of its pages; empty where it has none."""
    remarks: tuple[str, ...]
    """Whole sentences; fields of requests stand in backticks."""


class Review(NamedTuple):
    """When an alliance is looked at again."""

    text: str
    """In words, or as it was typed where it is no date; empty for never."""
    day: dt.date | None = None
    distance: str = ""
    """Such as ``in 3 weeks``."""
    late: bool = False
    has_time: bool = False


def choose_layout(folder: WorkFolder, name: str) -> LayoutChoice:
    """Return the layout of this name, from the folder where its file is there, else a worksheet's own.

    It has all typefaces of the folder: no file tells which of them a worksheet was made with.
    """
    own = next((file for file in folder.list_files(*_LAYOUTS) if file.name == name), None)
    fonts = tuple(os.path.join(folder.path, file.name) for file in list_fonts(folder))
    choice = OWN_LAYOUT._replace(fonts=fonts)
    return choice._replace(name=os.path.join(folder.path, own.name)) if own else choice


def open_alliance(folder: WorkFolder, file: FoundFile, consent: Consent) -> OpenedAlliance:
    """Return the alliance that a file of the folder holds.

    Raises ``InvalidInput`` where it holds none, is encrypted, or is not as it was written, and nobody consented.
    """
    given = folder.read(file)
    try:
        content = read_all([decrypt_file(given, consent.password or None)])[0]
    except InvalidInput as invalid:
        raise LockedAlliance(invalid.problems) if is_encrypted(given.data) else invalid from None
    if not isinstance(content, FinishedAlliance):
        hint = "If it came back filled in, make the alliance of it first."
        raise InvalidInput([Problem(file.name, "is no finished alliance", hint)])
    try:
        alliance = content.read.require_sound(file.name, accept_altered=consent.accept_altered)
    except InvalidInput as invalid:
        raise AlteredAlliance(invalid.problems) from None
    layout, remarks = choose_layout(folder, alliance.worksheet.layout).load_for(alliance.worksheet, alliance.brands)
    remark = (content.read.remark,) if content.read.remark else ()
    return OpenedAlliance(file, given, alliance, layout, content.read.digest, (*remark, *remarks))


def is_encrypted(data: bytes) -> bool:
    """Tell whether a file looks like a PDF that a password opens."""
    return has_mark(data, b"%PDF-") and b"/Encrypt" in data


def draw_alliance(alliance: Alliance, layout: Layout, digest: str) -> tuple[DrawnPages, tuple[str, ...]]:
    """Return an alliance's pages with the digest of its file, and remarks on what they show."""
    made = set_alliance(alliance, layout, digest=digest)
    return draw_pages(made.pages, made.values, markers=made.markers), made.remarks


def name_people(alliance: Alliance) -> str:
    """Return the people of an alliance, as a list in words; foreign parts escaped."""
    return ENGLISH.list_names([escape(label) for label in People(alliance.answers.names).labels()])


def find_review(alliance: Alliance, today: dt.date) -> Review:
    """Return when an alliance is looked at again, as seen from a day."""
    review = read_review(alliance.worksheet, alliance.answers)
    if review.date is None:
        return Review(escape(review.text))
    day, time = part_moment(review.date)
    return Review(ENGLISH.format_date(day, time), day, tell_distance(day, today), day < today, time is not None)


def tell_distance(day: dt.date, today: dt.date) -> str:
    """Return how far away a day is: ``today``, ``tomorrow``, ``in 3 weeks``, ``2 months ago``."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    away = abs(days)
    if away < _FEW_DAYS:
        said = f"{away} days"
    elif away < _FEW_WEEKS:
        said = f"{round(away / _WEEK)} weeks"
    elif away < _FEW_MONTHS:
        said = f"{round(away / _MONTH)} months"
    else:
        said = f"{round(away / _YEAR)} years"
    return f"in {said}" if days > 0 else f"{said} ago"
