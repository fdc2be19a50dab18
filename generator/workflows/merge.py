"""Merge the files that came back into the finished alliance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, InvalidRequest, Problem, RequestProblem, escape
from generator.files.names import file_name
from generator.model.alliance import Alliance
from generator.model.excerpt import EXCERPT, share
from generator.model.fields import FieldId, FieldKind
from generator.model.preferences import Preference
from generator.model.returned_answers import FieldValue
from generator.model.sources import Source
from generator.workflows.inputs import OWN_LAYOUT, read_moment
from generator.workflows.merge_sources import (
    FinishedAlliance,
    SourceRequest,
    decrypt_files,
    merge_contents,
    read_all,
)
from generator.workflows.return_remarks import report_silent, require_said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from generator.model.layout import Layout
    from generator.model.returned_answers import FilledForm, RawAnswers
    from generator.workflows.inputs import LayoutChoice
    from generator.workflows.sign import SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRequest(SourceRequest):
    """The finished alliance that is wanted."""

    choice: LayoutChoice = OWN_LAYOUT
    """By default the worksheet's own layout."""
    without: tuple[str, ...] = ()
    """Ids that a share copy leaves out: questions, ``agreements``, ``review``."""
    only: tuple[str, ...] = ()
    """Ids of nothing but which a share copy is made."""
    words: str | None = None
    """The path of a ``.po`` file with words of the user's own."""
    key: SigningKey | None = None
    """Signs it."""
    card: bool = False
    """Whether a card is made as well."""
    review: str | None = None
    """When the alliance is looked at again, over what the files say; None where they alone say it."""
    allow_empty: bool = False
    """Whether files in which nobody has answered anything make an alliance all the same."""
    date: dt.datetime | None = None
    """The date that the files tell, aware."""


class PlannedAlliance(NamedTuple):
    """A finished alliance that is not made yet."""

    alliance: Alliance
    layout: Layout
    remarks: tuple[str, ...]
    """On the sources and the layout; whole sentences."""
    silent: tuple[str, ...]
    """On people for whom nothing came back."""


class Merged(NamedTuple):
    """A finished alliance and its files, encrypted where the request has a password."""

    alliance: Alliance
    layout: Layout
    data: bytes
    """The PDF."""
    pages: int
    name: str
    """A file name that says whose it is."""
    card: bytes | None
    """A PDF of one page."""
    remarks: tuple[str, ...]
    """Whole sentences; fields of the request stand in backticks."""


def merge(request: MergeRequest) -> Merged:
    """Return the finished alliance that the files make, or that the only one of them is already.

    Raises ``InvalidInput`` with the problems of all files, ``ConflictingAnswers``, ``InvalidRequest``, and
    ``TextLost`` where the pages would not show every typed character.
    """
    if request.key and request.password is not None:
        message = "an alliance is signed or encrypted, not both"
        raise InvalidRequest(RequestProblem("sign", message, "Leave out `sign` or `password`."))
    return merge_read(request, read_all(decrypt_files(request)))


def merge_read(request: MergeRequest, contents: Sequence[FilledForm | RawAnswers | FinishedAlliance]) -> Merged:
    """Return the finished alliance that the contents of the request's files make; see ``merge``."""
    from generator.workflows.render_alliance import render_alliance, render_card  # noqa: PLC0415 - answers need no pages

    alliance, layout, remarks, silent = plan_alliance(request, contents)
    card = render_card(alliance, layout, date=request.date, password=request.password) if request.card else None
    made = render_alliance(alliance, layout, date=request.date, password=request.password, key=request.key)
    if request.password:
        remarks = (
            *remarks,
            "Encrypted with AES-256: without the password nobody reads it again. Such a file is no PDF/A.",
        )
    mark = (EXCERPT,) if alliance.excerpt else ()
    name = file_name("alliance", (*alliance.answers.names, *mark), alliance.revision)
    remarks = (*remarks, *made.remarks, *silent)
    return Merged(alliance, layout, made.data, made.pages, name, card.data if card else None, remarks)


def plan_alliance(
    request: MergeRequest, contents: Sequence[FilledForm | RawAnswers | FinishedAlliance]
) -> PlannedAlliance:
    """Return the finished alliance that the contents of the request's files make; raises as ``merge`` does."""
    if request.review is not None:
        read_moment(request.review, "review")
    whole, remarks, silent = _whole_alliance(request, contents)
    alliance = share(whole, request.without, request.only)
    if request.words is not None:
        from generator.workflows.languages import load_words  # noqa: PLC0415 - few have words of their own

        wording = load_words(request.words, alliance.worksheet.bank.language)
        alliance = alliance._replace(worksheet=alliance.worksheet._replace(wording=wording))
    layout, own = request.choice.load_for(alliance.worksheet, alliance.brands)
    return PlannedAlliance(alliance, layout, (*remarks, *own), silent)


def share_finished(request: MergeRequest) -> Merged:
    """Return a share copy of the finished alliance that is the request's only file. Raises as ``merge`` does."""
    if not request.without and not request.only:
        hint = "Name questions, agreements or review with `without`, or what alone is shared with `only`."
        raise InvalidRequest(RequestProblem("without", "say what is left out", hint))
    return merge_read(request, _require_finished(read_all(decrypt_files(request))))


class Card(NamedTuple):
    """A card of an alliance that was finished before."""

    data: bytes
    """A PDF of one page."""
    layout: Layout
    name: str
    """A file name that says whose it is."""
    remarks: tuple[str, ...]
    """Whole sentences; fields of the request stand in backticks."""


def make_card(request: MergeRequest) -> Card:
    """Return the card of the finished alliance that is the request's only file. Raises as ``merge`` does."""
    from generator.workflows.render_alliance import render_card  # noqa: PLC0415 - answers need no pages

    alliance, layout, remarks, _ = plan_alliance(request, _require_finished(read_all(decrypt_files(request))))
    made = render_card(alliance, layout, date=request.date, password=request.password)
    name = file_name("card", alliance.answers.names, alliance.revision)
    return Card(made.data, layout, name, (*remarks, *made.remarks))


def _require_finished(
    contents: Sequence[FilledForm | RawAnswers | FinishedAlliance],
) -> Sequence[FilledForm | RawAnswers | FinishedAlliance]:
    """Return what was read of one file; raise ``InvalidInput`` where it is no finished alliance."""
    problems = [
        Problem(content.source, "is not a finished alliance", "Make the alliance of it first: merge it.")
        for content in contents
        if not isinstance(content, FinishedAlliance)
    ]
    if problems:
        raise InvalidInput(problems[:1])
    return contents


def _whole_alliance(
    request: MergeRequest, contents: Sequence[FilledForm | RawAnswers | FinishedAlliance]
) -> tuple[Alliance, tuple[str, ...], tuple[str, ...]]:
    """Return the alliance, remarks on the sources, and those on people for whom nothing came back."""
    if len(contents) == 1 and isinstance(contents[0], FinishedAlliance):
        read = contents[0].read
        alliance, remarks = _set_review(contents[0].require_sound(request), request.review)
        return alliance, (*((read.remark,) if read.remark else ()), *remarks), ()
    given = None
    if request.review is not None:
        given = Source("`review`", (FieldValue(FieldId(FieldKind.REVIEW), request.review, ""),))
        request = replace(request, places=(*request.places, ("review", Preference.LAST)))
    merged = merge_contents(request, contents, given)
    if not request.allow_empty:
        require_said(merged.said, merged.remarks)
    alliance = Alliance(merged.worksheet, merged.answers, merged.worksheet.revision, brands=merged.brands)
    return alliance, merged.remarks, report_silent(merged.worksheet, merged.said, merged.answers)


def _set_review(alliance: Alliance, review: str | None) -> tuple[Alliance, tuple[str, ...]]:
    """Return the alliance with another date of its next review, if one is given, and a remark on what was dropped."""
    before = alliance.answers.review
    if review is None or review == before:
        return alliance, ()
    dropped = (f"The next review date: '{escape(review)}' is taken; dropped: '{escape(before)}'.",) if before else ()
    return alliance._replace(answers=replace(alliance.answers, review=review)), dropped
