"""The Python interface: the work of the commands as functions of plain values, which print nothing and never exit.

Files are given by their paths, or as ``InputFile`` where they are in memory. Whatever goes wrong is an exception of
``generator.errors``; the messages name fields of a request, in backticks, by the names of the arguments here.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from generator.errors import InvalidRequest, RequestProblem, escape
from generator.files.publishing import publish
from generator.files.reading import InputFile, read_bounded, read_file, read_files
from generator.model.layout import Lines
from generator.model.preferences import Preference
from generator.workflows.answers import AnswersRequest, FileContents, read_answers
from generator.workflows.compose import ComposeRequest, Pick
from generator.workflows.compose import compose as compose_request
from generator.workflows.encrypt import decrypt_file
from generator.workflows.inputs import DEFAULT_LAYOUT, LayoutChoice, load_bank
from generator.workflows.languages import LanguageChoice
from generator.workflows.merge import MergeRequest
from generator.workflows.merge import merge as merge_request
from generator.workflows.revise import ReviseRequest
from generator.workflows.revise import revise as revise_request
from generator.workflows.verify import Verdict
from generator.workflows.verify import verify as verify_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.model.answers import Answers
    from generator.model.worksheet import Worksheet
    from generator.workflows.compose import Composed
    from generator.workflows.sign import SigningKey

Source = str | os.PathLike[str] | InputFile
"""A file to be read: its path, or its content and name."""
_Look = tuple[str | os.PathLike[str] | None, str | None, str | None, str | None, str | os.PathLike[str] | None]
_Choice = TypeVar("_Choice", bound=StrEnum)
Prefer = Literal["first", "last", "both"]
Pattern = Literal["ruled", "dotted", "plain"]
Meeting = str | dt.date | dt.datetime
"""``2026-12-04 12:30``, or a date with or without a time."""


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF."""

    data: bytes
    pages: int
    name: str
    """A file name that says whose it is."""
    remarks: tuple[str, ...]
    """What is remarkable, whole sentences."""

    def save(self, output: str | os.PathLike[str] | None = None, *, force: bool = False) -> Path:
        """Write the file, whole or not at all, by default under its own name in the current folder; return its path.

        Raises ``OutputExists`` where it is there and not to be replaced by ``force``, and ``OutputUnwritable``.
        """
        path = Path(self.name if output is None else output)
        publish(self.data, str(path), replace=force)
        return path


@dataclass(frozen=True, slots=True)
class WorksheetDocument(Document):
    """A worksheet to print or to fill in."""

    worksheet: Worksheet


@dataclass(frozen=True, slots=True)
class AllianceDocument(Document):
    """A finished alliance."""

    worksheet: Worksheet
    answers: Answers
    card: bytes | None
    """A PDF of one page with what matters most, where one was asked for."""


def compose(  # noqa: PLR0913 - named arguments, all with defaults
    *,
    people: Sequence[str] = (),
    picks: Mapping[str, Sequence[str]] | None = None,
    suggest: int | None = None,
    seed: int | None = None,
    sections: Sequence[str] = (),
    questions: Sequence[str] = (),
    without: Sequence[str] = (),
    add: Sequence[str] = (),
    meeting: Meeting | None = None,
    place: str = "",
    minutes: int | None = None,
    bank: str | os.PathLike[str] | None = None,
    language: str = "",
    translation: str | os.PathLike[str] | None = None,
    words: str | os.PathLike[str] | None = None,
    layout: str | os.PathLike[str] = DEFAULT_LAYOUT,
    style: str | None = None,
    brand: str | os.PathLike[str] | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
    paper: str | None = None,
    lines: Pattern | None = None,
    fillable: bool = True,
    date: dt.datetime | None = None,
) -> WorksheetDocument:
    """Return the worksheet that ``alliance compose`` writes; ``picks`` are ids by name, ``add`` further questions.

    ``date``, aware, is the one that the file tells. Raises ``InvalidRequest`` and ``InvalidInput`` with every problem.
    """
    spoken = LanguageChoice(language, _path(translation), _path(words)).load_bank(_path(bank))
    request = ComposeRequest(
        spoken.bank,
        _choice((layout, style, paper, lines, brand), fonts).load(),
        people=tuple(people),
        picks=_picks(picks),
        suggest=suggest,
        seed=seed,
        sections=tuple(sections),
        questions=tuple(questions),
        without=tuple(without),
        add=tuple(add),
        meeting=_meeting(meeting),
        place=place,
        minutes=minutes,
        wording=spoken.wording,
        second=spoken.second,
        own=spoken.own,
    )
    return _document(compose_request(request, fillable=fillable, date=date))


def merge(  # noqa: PLR0913 - named arguments, all with defaults
    *files: Source,
    prefer: Prefer | None = None,
    bank: str | os.PathLike[str] | None = None,
    layout: str | os.PathLike[str] | None = None,
    style: str | None = None,
    brand: str | os.PathLike[str] | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
    paper: str | None = None,
    no_brand: bool = False,
    identity: str | None = None,
    strict: bool = False,
    allow_empty: bool = False,
    review: str | None = None,
    without: Sequence[str] = (),
    only: Sequence[str] = (),
    password: str | None = None,
    sign: str | os.PathLike[str] | None = None,
    passphrase: str = "",
    card: bool = False,
    date: dt.datetime | None = None,
) -> AllianceDocument:
    """Return the finished alliance that filled worksheets and answers files make, as ``alliance merge`` writes it.

    Raises ``InvalidInput`` with the problems of all files, or where nobody has answered anything and that is not
    allowed, ``ConflictingAnswers`` where texts for one place differ and nothing is said to ``prefer``, and
    ``InvalidRequest``.
    """
    request = MergeRequest(
        files=_read(files),
        password=password,
        prefer=_choose(Preference, prefer, "prefer"),
        bank=load_bank(_path(bank)) if bank is not None else None,
        identity=identity,
        strict=strict,
        choice=_choice((layout, style, paper, None, brand), fonts, keep_brand=not no_brand),
        without=tuple(without),
        only=tuple(only),
        key=_key(sign, passphrase, date),
        card=card,
        allow_empty=allow_empty,
        review=review,
        date=date,
    )
    merged = merge_request(request)
    alliance = merged.alliance
    return AllianceDocument(
        merged.data, merged.pages, merged.name, merged.remarks, alliance.worksheet, alliance.answers, merged.card
    )


def read(
    file: Source,
    *,
    worksheet: Source | None = None,
    bank: str | os.PathLike[str] | None = None,
    identity: str | None = None,
    revision: int | None = None,
    password: str | None = None,
) -> FileContents:
    """Return the answers in a filled worksheet, an answers file or a finished alliance, and their worksheet.

    ``worksheet`` is the one that an answers file belongs to. Raises ``InvalidInput`` and ``InvalidRequest``.
    """
    files = (file,) if worksheet is None else (file, worksheet)
    request = AnswersRequest(
        files=_read(files),
        password=password,
        bank=load_bank(_path(bank)) if bank is not None else None,
        identity=identity,
        revision=revision,
    )
    return read_answers(request)


def revise(  # noqa: PLR0913 - named arguments, all with defaults
    file: Source,
    *,
    people: Sequence[str] = (),
    picks: Mapping[str, Sequence[str]] | None = None,
    suggest: int | None = None,
    seed: int | None = None,
    add: Sequence[str] = (),
    meeting: Meeting | None = None,
    place: str = "",
    minutes: int | None = None,
    bank: str | os.PathLike[str] | None = None,
    language: str = "",
    translation: str | os.PathLike[str] | None = None,
    words: str | os.PathLike[str] | None = None,
    layout: str | os.PathLike[str] | None = None,
    style: str | None = None,
    brand: str | os.PathLike[str] | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
    paper: str | None = None,
    no_brand: bool = False,
    lines: Pattern | None = None,
    password: str | None = None,
    fillable: bool = True,
    date: dt.datetime | None = None,
) -> WorksheetDocument:
    """Return the worksheet for the next meeting, from a finished alliance; ``people`` are those who join.

    Raises ``InvalidRequest`` with every problem of the arguments, and ``InvalidInput`` where the file is no finished
    alliance.
    """
    (source,) = _read((file,))
    spoken = LanguageChoice(language, _path(translation), _path(words))
    request = ReviseRequest(
        source,
        _choice((layout, style, paper, lines, brand), fonts, keep_brand=not no_brand),
        password=password,
        bank=spoken.load_bank(_path(bank)) if bank is not None else None,
        language=spoken,
        people=tuple(people),
        picks=_picks(picks),
        add=tuple(add),
        suggest=suggest,
        seed=seed,
        meeting=_meeting(meeting),
        place=place,
        minutes=minutes,
    )
    return _document(revise_request(request, fillable=fillable, date=date))


def verify(file: Source, *, password: str | None = None, trust: str | os.PathLike[str] | None = None) -> Verdict:
    """Return whether a finished alliance, or a worksheet, is as this program wrote it, and where it is not.

    Signatures are judged by the certificates (PEM) in ``trust``. Raises ``InvalidInput`` where the file cannot be
    read, or is none of ours.
    """
    (source,) = _read((file,))
    return verify_data(*decrypt_file(source, password), read_bounded(trust) if trust is not None else None)


def _document(composed: Composed) -> WorksheetDocument:
    return WorksheetDocument(composed.data, composed.pages, composed.name, composed.remarks, composed.worksheet)


def _read(sources: Sequence[Source]) -> tuple[InputFile, ...]:
    paths = [source for source in sources if not isinstance(source, InputFile)]
    files = iter(read_files(paths))
    return tuple(source if isinstance(source, InputFile) else next(files) for source in sources)


def _path(path: str | os.PathLike[str] | None) -> str | None:
    return None if path is None else os.fspath(path)


def _choice(look: _Look, fonts: Sequence[str | os.PathLike[str]], *, keep_brand: bool = True) -> LayoutChoice:
    """Return the choice of a layout, style, paper, pattern and brand."""
    layout, style, paper, lines, brand = look
    pattern, given = _choose(Lines, lines, "lines"), tuple(os.fspath(path) for path in fonts)
    return LayoutChoice(_path(layout) or "", style, paper, pattern, _path(brand), keep_brand, given)


def _picks(picks: Mapping[str, Sequence[str]] | None) -> tuple[Pick, ...]:
    return tuple(Pick(name, tuple(ids)) for name, ids in (picks or {}).items())


def _meeting(meeting: Meeting | None) -> str | None:
    if isinstance(meeting, dt.datetime):
        return meeting.strftime("%Y-%m-%d %H:%M")
    return meeting.isoformat() if isinstance(meeting, dt.date) else meeting


def _choose(choices: type[_Choice], text: str | None, field: str) -> _Choice | None:
    """Return the member of the enumeration with this value; raise ``InvalidRequest`` for another text."""
    if text is None:
        return None
    try:
        return choices(text)
    except ValueError:
        hint = f"Give one of {', '.join(choices)}."
        raise InvalidRequest(RequestProblem(field, f"unknown `{field}` '{escape(text)}'", hint)) from None


def _key(sign: str | os.PathLike[str] | None, passphrase: str, date: dt.datetime | None) -> SigningKey | None:
    """Return the key to sign with; the moment of signing is the date, by default now."""
    if sign is None:
        return None
    from generator.workflows.sign import LARGEST_KEY, read_key, require_signing  # noqa: PLC0415 - imports an extra

    require_signing()
    file = read_file(sign, limit=LARGEST_KEY)
    return read_key(file.data, file.name, passphrase, date or dt.datetime.now(dt.UTC).replace(microsecond=0))
