"""What lies in the folder: finished alliances, worksheets, answers that are begun, and what is none of these."""

from __future__ import annotations

import datetime as dt
import time
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, escape
from generator.model.fields import FieldKind
from generator.model.returned_answers import FilledForm
from generator.model.sources import find_said
from generator.model.worksheet import identity
from generator.model.worksheet_choice import describe_people
from generator.model.written_date import read_meeting
from generator.web.finished import Review, find_review, name_people
from generator.web.folder import MOST_FILES
from generator.web.site import describe_failure
from generator.workflows.merge_sources import FinishedAlliance, read_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.alliance import Alliance
    from generator.web.folder import FoundFile, WorkFolder
    from generator.web.site import ShownProblem

_SECONDS = 0.4
"""For one answer: what is not read by then is read for the next one, and the page can be asked meanwhile."""
_BEGUN = "answers-"
"""How names of files begin that hold what is typed on the page."""


class Kind(Enum):
    """What a file of the folder is."""

    ALLIANCE = "alliance"
    WORKSHEET = "worksheet"
    BEGUN = "answers that are typed on the page"
    OTHER = "anything else"


class Item(NamedTuple):
    """A file of the folder, in a few words."""

    file: FoundFile
    kind: Kind
    names: str = ""
    """Of the people, foreign parts escaped."""
    met: str = ""
    """When, as it was typed; may be empty."""
    revision: int = 1
    identity: str = ""
    review: Review = Review("")
    filled: int = 0
    """Fields of a worksheet in which something was filled in."""
    excerpt: bool = False
    """Whether it is a share copy."""
    problems: tuple[ShownProblem, ...] = ()


class Shelf(NamedTuple):
    """What lies in the folder, as far as it is read."""

    alliances: tuple[Item, ...]
    """Those with the next reviews first, then those without a day, the newest first."""
    begun: tuple[Item, ...]
    """Of which no alliance is finished, the newest first."""
    worksheets: tuple[Item, ...]
    """Of which no alliance is finished, the newest first; filled in or not."""
    done: tuple[Item, ...]
    """Worksheets of finished alliances."""
    others: tuple[Item, ...]
    waiting: int
    """Files that are not read yet."""


def read_shelf(folder: WorkFolder, today: dt.date, seconds: float = _SECONDS) -> Shelf:
    """Return what lies in the folder; files that were read before cost nothing, others so many seconds at most."""
    end = time.monotonic() + seconds
    files = [file for file in folder.list_files(".pdf", ".xfdf") if file.name.endswith(".pdf") or _is_begun(file)]
    items: list[Item] = []
    for file in files:
        items.append(_describe(folder, file, today))
        if time.monotonic() > end:
            break
    alliances = [item for item in items if item.kind is Kind.ALLIANCE]
    finished = {item.identity for item in alliances}
    return Shelf(
        tuple(sorted(alliances, key=_place_by_review)),
        tuple(item for item in items if item.kind is Kind.BEGUN and item.identity not in finished),
        tuple(item for item in items if item.kind is Kind.WORKSHEET and item.identity not in finished),
        tuple(item for item in items if item.kind is Kind.WORKSHEET and item.identity in finished),
        tuple(item for item in items if item.kind is Kind.OTHER),
        len(files) - len(items),
    )


def find_begun(folder: WorkFolder, worksheet: str) -> FoundFile | None:
    """Return the file of the answers typed for the worksheet of this identity; None where there is none."""
    own = f"-{worksheet}.xfdf"
    return next((file for file in folder.list_files(own) if _is_begun(file)), None)


def _is_begun(file: FoundFile) -> bool:
    return file.name.startswith(_BEGUN) and file.name.endswith(".xfdf")


def _place_by_review(item: Item) -> tuple[bool, dt.date, float]:
    """Return what sorts alliances: those that have a day by it."""
    day = item.review.day
    return day is None, day or dt.date.max, -item.file.changed


@lru_cache(maxsize=2 * MOST_FILES)
def _describe(folder: WorkFolder, file: FoundFile, today: dt.date) -> Item:
    """Return what a file is; one that cannot be read is told, too.

    It is remembered as long as its name, size and time of change are the same, and a day at most.
    """
    try:
        held = read_all([folder.read(file)])
    except AllianceError as failure:
        return Item(file, Kind.OTHER, problems=describe_failure(failure))
    if isinstance(held[0], FinishedAlliance):
        return _describe_alliance(file, held[0].read.alliance, today)
    forms = [content for content in held if isinstance(content, FilledForm)]
    kind = Kind.BEGUN if _is_begun(file) else Kind.WORKSHEET
    return Item(
        file,
        kind,
        "; ".join(map(describe_people, forms)),
        next(_find_dates(forms), ""),
        forms[0].revision,
        forms[0].identity,
        filled=sum(len(find_said(form.worksheet, form.values)) for form in forms if form.worksheet),
    )


def _find_dates(forms: list[FilledForm]) -> Iterator[str]:
    for form in forms:
        for entry in form.values:
            if entry.field_id.kind is FieldKind.DATE and entry.text.strip():
                yield escape(entry.text.strip())


def _describe_alliance(file: FoundFile, alliance: Alliance, today: dt.date) -> Item:
    return Item(
        file,
        Kind.ALLIANCE,
        name_people(alliance),
        escape(read_meeting(alliance.worksheet, alliance.answers).text),
        alliance.revision,
        identity(alliance.worksheet),
        find_review(alliance, today),
        excerpt=alliance.excerpt,
    )
