"""Collect everything that came back: sorted by worksheet, merged, and what could not be used told."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, InvalidInput, escape
from generator.files.listing import list_files
from generator.files.reading import InputFile, read_file
from generator.formats.table import read_source
from generator.model.folding import fold_name
from generator.model.merging import ConflictingAnswers
from generator.model.people import People
from generator.model.returned_answers import RawAnswers, ReadAlliance
from generator.model.sources import find_said
from generator.model.worksheet import identity as identity_of
from generator.model.worksheet_choice import describe_people
from generator.words.messages import ENGLISH
from generator.workflows.batch.folder import FileRefused, Folder, FolderFailed
from generator.workflows.merge import MergeRequest, merge_read
from generator.workflows.return_remarks import NOBODY

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from generator.model.bank import QuestionBank
    from generator.model.merging import Conflict
    from generator.model.preferences import Preference
    from generator.model.returned_answers import FilledForm
    from generator.workflows.merge import Merged
    from generator.workflows.merge_sources import FinishedAlliance

_LONGEST_NAME = 255
"""Bytes of a file's name that every system takes."""


@dataclass(frozen=True, slots=True)
class CollectRequest:
    """What came back, and where the alliances go."""

    paths: tuple[str, ...]
    """Files and folders; of folders all files at any depth, but hidden ones."""
    folder: str
    """For the alliances; what lies there is no return."""
    manifest: Mapping[str, str] | None = None
    """Whose worksheet has which identity, of the batch that was sent out."""
    prefer: Preference | None = None
    """Which of two different texts for one place is taken; without it they are a conflict."""
    bank: QuestionBank | None = None
    """Stands in where no file brings its worksheet; by default the built-in one."""
    strict: bool = False
    """Whether a worksheet with a damaged return is not finished."""
    date: dt.datetime | None = None
    """The date that the files tell, aware."""
    waits: bool = True
    """Whether to wait a few seconds for somebody else who writes into the folder."""
    by_name: bool = False
    """Whether files are called by their names without folders; else by their paths."""


class Status(StrEnum):
    """What became of a worksheet's returns."""

    WRITTEN = "written"
    KEPT = "kept"
    """The alliance was there already, the same."""
    CONFLICT = "conflict"
    BLANK = "blank"
    """Nobody has answered anything."""
    FAILED = "failed"

    @property
    def is_finished(self) -> bool:
        """Whether there is an alliance of all that came back."""
        return self in {Status.WRITTEN, Status.KEPT}


class Gathered(NamedTuple):
    """The returns of one worksheet."""

    identity: str
    people: str
    """Names for messages, escaped."""
    sources: tuple[str, ...]
    """The files, in the order in which they were merged."""
    status: Status
    file: str = ""
    """The alliance's name in the folder; empty where there is none of all the returns."""
    problem: str = ""
    """Why it is not finished, a line each; empty otherwise."""
    remarks: tuple[str, ...] = ()
    """Whole sentences."""
    conflicts: tuple[Conflict, ...] = ()
    """What its returns disagree about."""


class LeftOver(NamedTuple):
    """A file that belongs to no worksheet."""

    name: str
    reason: str
    """For the user, with the file's name."""
    is_lost: bool = True
    """Whether answers may be lost: not of copies of a file."""


class Collected(NamedTuple):
    """What became of everything."""

    worksheets: tuple[Gathered, ...]
    rest: tuple[LeftOver, ...]
    missing: tuple[tuple[str, str], ...] = ()
    """Identity and people of the manifest's worksheets of which nothing was filled in."""
    strange: tuple[str, ...] = ()
    """Identities of worksheets that the manifest does not list."""

    @property
    def is_finished(self) -> bool:
        """Whether every worksheet is finished, and no file was left over that may hold answers."""
        return all(worksheet.status.is_finished for worksheet in self.worksheets) and not any(
            left.is_lost for left in self.rest
        )


class Step(NamedTuple):
    """How far collecting has come: of all files that are read, then of all worksheets that are merged."""

    done: int
    total: int


def collect(request: CollectRequest) -> Collected:
    """Merge the returns of each worksheet into the folder, over nothing that is there, and return what became of them.

    What is in the folder already with the same content is kept. Raises ``FolderFailed`` where it takes no files.
    """
    steps = collect_in_steps(request)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            collected: Collected = end.value
            return collected


def collect_in_steps(request: CollectRequest) -> Generator[Step, None, Collected]:
    """Do as ``collect`` does, but yield after each file and each worksheet, so that others may have their turn.

    Closed before its end, it has finished whole worksheets.
    """
    inbox = _Inbox(by_name=request.by_name)
    paths = list(list_files(request.paths, request.folder))
    for number, path in enumerate(paths, start=1):
        inbox.read(path)
        yield Step(number, len(paths))
    inbox.assign_answers()
    worksheets = []
    with Folder(request.folder, waits=request.waits) as folder:
        for number, identity in enumerate(inbox.forms, start=1):
            worksheets.append(_finish(identity, inbox, folder, request))
            yield Step(number, len(inbox.forms))
    answered = {worksheet.identity for worksheet in worksheets if worksheet.status is not Status.BLANK}
    manifest = request.manifest
    return Collected(
        tuple(worksheets),
        tuple(inbox.rest),
        tuple((identity, people) for identity, people in (manifest or {}).items() if identity not in answered),
        tuple(identity for identity in inbox.forms if manifest is not None and identity not in manifest),
    )


class _Inbox:
    """The files that came back, read and sorted."""

    def __init__(self, *, by_name: bool) -> None:
        self._by_name = by_name
        self.forms: defaultdict[str, list[FilledForm]] = defaultdict(list)
        """By the identity of the worksheet that they are of."""
        self.answers: defaultdict[str, list[RawAnswers]] = defaultdict(list)
        """Answers files, by the identity of the only worksheet of their people."""
        self.rest: list[LeftOver] = []
        self._files: list[RawAnswers] = []
        self._seen: dict[bytes, str] = {}

    def read(self, path: str) -> None:
        """Read one file, and put it to its worksheet or to the rest."""
        try:
            data, name = read_file(path)
            file = InputFile(data, os.path.basename(name) if self._by_name else name)
            digest = sha256(data).digest()
            if digest in self._seen:
                reason = f"{escape(file.name)}: the same as {escape(self._seen[digest])}, which was taken."
                self.rest.append(LeftOver(file.name, reason, is_lost=False))
                return
            self._sort(file)
            self._seen[digest] = file.name
        except InvalidInput as invalid:
            self.rest.append(LeftOver(path, str(invalid)))

    def assign_answers(self) -> None:
        """Put answers files to the worksheets of their people, once all files are read."""
        for answers in self._files:
            self._assign(answers)

    def _sort(self, file: InputFile) -> None:
        held = read_source(*file)
        if isinstance(held, ReadAlliance):
            reason = f"{escape(file.name)}: a finished alliance, not a return."
            self.rest.append(LeftOver(file.name, reason, is_lost=False))
        elif isinstance(held, RawAnswers):
            self._files.append(held)
        else:
            for form in held:
                self.forms[form.identity].append(form)

    def _assign(self, answers: RawAnswers) -> None:
        """Put an answers file to the worksheet that it names, else to the only one that has just its people."""
        found = find_worksheets(answers, self.forms)
        if len(found) == 1:
            self.answers[found[0]].append(answers)
        else:
            why = "no worksheet that came back is" if not found else f"{len(found)} worksheets are"
            hint = "Merge it together with its worksheet's PDF."
            reason = f"{escape(answers.source)}: does not tell its worksheet, and {why} of its people alone. {hint}"
            self.rest.append(LeftOver(answers.source, reason))


def find_worksheets(answers: RawAnswers, forms: Mapping[str, Sequence[FilledForm]]) -> tuple[str, ...]:
    """Return the identities of the worksheets that an answers file may belong to, of those that the forms are of.

    It is the one that the file names, else each that has just its people.
    """
    if answers.identity in forms:
        return (answers.identity,)
    own = people_of(answers)
    return tuple(identity for identity, filled in forms.items() if own and own == _names_of(filled))


def people_of(answers: RawAnswers) -> frozenset[str]:
    """Return the names of the people that an answers file lists or mentions, folded."""
    mentioned = [name for name, _ in answers.picks] + [name for _, texts in answers.answers for name, _ in texts]
    names = answers.people or (*mentioned, *answers.respondents)
    return frozenset(fold_name(name.text) for name in names)


def _names_of(forms: Sequence[FilledForm]) -> frozenset[str]:
    worksheet = next((form.worksheet for form in forms if form.worksheet), None)
    return frozenset(map(fold_name, worksheet.people)) if worksheet else frozenset()


def _finish(identity: str, inbox: _Inbox, folder: Folder, request: CollectRequest) -> Gathered:
    """Merge a worksheet's returns and publish the alliance; whatever goes wrong with it is a result too."""
    forms, files = inbox.forms[identity], inbox.answers[identity]
    contents: list[FilledForm | RawAnswers | FinishedAlliance] = [*forms, *files]
    people = next((describe_people(form) for form in forms if form.worksheet), describe_people(forms[0]))
    sources = tuple(dict.fromkeys([*(form.source for form in forms), *(file.source for file in files)]))
    gathered = Gathered(identity, people, sources, Status.FAILED)
    if not files and all(_is_blank(form) for form in forms):
        told = ", ".join(map(escape, sources))
        problem = f"{told}: {NOBODY}. Ask for the file again, saved."
        return gathered._replace(status=Status.BLANK, problem=problem)
    try:
        merged = merge_read(_merge_request(identity, request), contents)
        file, kept = _publish(merged, identity, folder)
    except ConflictingAnswers as conflict:
        saved = [f"{escape(source)}{_tell_date(source)}" for source in sources]
        listed = "\n".join(map(str, conflict.conflicts))
        problem = f"{listed}\nThe returns: {ENGLISH.list_names(saved)}. Merge these with `prefer` first, last or both."
        return gathered._replace(status=Status.CONFLICT, problem=problem, conflicts=conflict.conflicts)
    except FolderFailed:
        raise
    except AllianceError as failure:
        return gathered._replace(problem=str(failure))
    names = ENGLISH.list_names([escape(label) for label in People(merged.alliance.answers.names).labels()])
    status = Status.KEPT if kept else Status.WRITTEN
    blank = tuple(
        f"{escape(form.source)}: nothing was filled in (sent back without saving?)."
        for form in forms
        if _is_blank(form)
    )
    return gathered._replace(people=names, status=status, file=file, remarks=(*blank, *merged.remarks))


def _merge_request(identity: str, request: CollectRequest) -> MergeRequest:
    return MergeRequest(
        files=(),
        identity=identity,
        prefer=request.prefer,
        bank=request.bank,
        strict=request.strict,
        date=request.date,
    )


def _is_blank(form: FilledForm) -> bool:
    """Tell whether a whole form says nothing beyond what was composed."""
    if form.worksheet is None or form.damaged or form.remarks:
        return False
    return not find_said(form.worksheet, form.values)


def _publish(merged: Merged, identity: str, folder: Folder) -> tuple[str, bool]:
    """Return the alliance's name in the folder, and whether it was there before.

    Where people of one name have two worksheets, the second alliance has the identity in its name.
    """
    stem, suffix = os.path.splitext(merged.name)
    own = (
        f"{stem.encode()[: _LONGEST_NAME - len(suffix) - len(identity) - 1].decode(errors='ignore')}-{identity}{suffix}"
    )
    name, there = merged.name, find_identity(os.path.join(folder.path, merged.name))
    if there not in {None, identity}:
        name, there = own, find_identity(os.path.join(folder.path, own))
    try:
        return name, folder.put(name, merged.data, replace=False)
    except FileRefused as refused:
        if there != identity:
            raise
        raise _HeldBack(
            f"{escape(name)}: made of this worksheet's returns before, and more has come back since. They belong "
            "together: move that file away and collect all of them again."
        ) from refused


class _HeldBack(AllianceError):
    """There is an alliance of fewer returns of the same worksheet."""


def find_identity(path: str) -> str | None:
    """Return which worksheet's alliance a file is; empty for anything else, None where there is none."""
    if not os.path.lexists(path):
        return None
    try:
        held = read_source(*read_file(path))
    except InvalidInput:
        return ""
    return identity_of(held.alliance.worksheet) if isinstance(held, ReadAlliance) else ""


def _tell_date(path: str) -> str:
    """Return when a file was saved last, in parentheses; nothing where that cannot be known."""
    try:
        saved = dt.datetime.fromtimestamp(os.stat(path).st_mtime, dt.UTC)
    except (OSError, OverflowError, ValueError):
        return ""
    return f" (saved {saved:%Y-%m-%d %H:%M} UTC)"
