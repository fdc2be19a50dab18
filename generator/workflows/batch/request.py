"""What a batch is asked for beside its roster, and the renderer of rows that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.workflows.batch.rows import RowRenderer, require_own_sheets
from generator.workflows.compose import ComposeRequest, build_worksheet, remark_on_added
from generator.workflows.inputs import LayoutChoice
from generator.workflows.languages import LanguageChoice

if TYPE_CHECKING:
    import datetime as dt

    from generator.formats.roster import RosterHeader


class BatchRequest(NamedTuple):
    """What holds for every row that does not say otherwise; texts as they were typed, to be checked."""

    choice: LayoutChoice = LayoutChoice()
    languages: LanguageChoice = LanguageChoice()
    bank: str | None = None
    """The path of its file; None for the built-in one."""
    suggest: int | None = None
    seed: int | None = None
    add: tuple[str, ...] = ()
    """Texts of further questions."""
    meeting: str | None = None
    place: str = ""
    minutes: int | None = None
    fillable: bool = True
    """Whether worksheets have form fields; those of a packet never do."""
    date: dt.datetime | None = None
    """The date that the files tell, aware."""
    per_person: bool = False
    """Whether each person's sheet is a file; the layout, and those that rows name, have one for each person."""
    folder: str | None = None
    """See ``RowRenderer``."""


def prepare_renderer(header: RosterHeader, request: BatchRequest) -> tuple[RowRenderer, tuple[str, ...]]:
    """Return what renders the rows of a roster, and remarks on its languages and further questions.

    Raises ``InvalidRequest`` and ``InvalidInput`` for what is wrong with the request by itself, before any row is read.
    """
    if request.per_person:
        require_own_sheets(request.choice)
    spoken = request.languages.load_bank(request.bank)
    standing = ComposeRequest(
        spoken.bank,
        request.choice.load(),
        suggest=request.suggest,
        seed=request.seed,
        add=request.add,
        meeting=request.meeting,
        place=request.place,
        minutes=request.minutes,
        wording=spoken.wording,
        second=spoken.second,
        own=spoken.own,
    )
    rows_suggest = request.suggest is None and "suggest" in header.columns
    build_worksheet(standing._replace(seed=None) if rows_suggest else standing)
    renderer = RowRenderer(
        header,
        standing,
        request.choice,
        request.fillable,
        request.date,
        request.bank,
        folder=request.folder,
    )
    return renderer, (*spoken.remarks, *remark_on_added(standing))
