"""Files that came back, sorted by the worksheets they belong to, and what is decided where they disagree."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, InvalidInput, Problem, escape
from generator.files.names import LONGEST_NAME, slug
from generator.formats.foreign_files import require_ours
from generator.formats.table import FORMATS, PDF
from generator.model.merging import Conflict, ConflictingAnswers
from generator.model.preferences import Preference, TakenText
from generator.model.returned_answers import FilledForm, RawAnswers
from generator.model.sources import comparable, find_said
from generator.model.worksheet_choice import describe_people
from generator.web.finished import is_encrypted
from generator.web.site import describe_failure
from generator.words.messages import ENGLISH, begin_sentence
from generator.workflows.collect import find_worksheets, people_of
from generator.workflows.encrypt import decrypt_file
from generator.workflows.merge_sources import FinishedAlliance, SourceRequest, merge_contents, read_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.files.reading import InputFile
    from generator.model.fields import FieldId
    from generator.web.folder import FoundFile, WorkFolder
    from generator.web.site import ShownProblem
    from generator.workflows.merge_sources import MergedSources

SUFFIXES = tuple(suffix for file_format in FORMATS for suffix in file_format.suffixes)
BOTH = "both"
"""The choice of all texts of a place."""
_OWN_ANSWERS = "answers-"
"""How names of files begin that the page itself writes again and again."""
_DIGITS = 12
"""Hexadecimal ones of the digest that a text is chosen by."""
_MOST_ROUNDS = 8
"""Each decision may bring a further question: which text in a row that had to make room."""
_MOST_READ = 32
"""Files that are remembered as they were read."""

Content = FilledForm | RawAnswers


class ReturnedFile(NamedTuple):
    """A file that came back, as it was read."""

    id: str
    name: str
    found: str
    """What is in it, a sentence without a full stop; empty where it could not be read."""
    contents: tuple[Content, ...] = ()
    finished: bool = False
    """Whether it is a finished alliance."""
    remarks: tuple[str, ...] = ()
    """Whole sentences."""
    problems: tuple[ShownProblem, ...] = ()
    locked: bool = False
    """Whether a password may open it."""
    password: str = ""
    """That it was opened with."""


class ReturnedSheet(NamedTuple):
    """A worksheet of which something came back."""

    key: str
    """Its identity; of answers that belong to no worksheet, one that tells them from others."""
    names: str
    """Of its people, for messages."""
    files: tuple[ReturnedFile, ...]
    contents: tuple[Content, ...]
    """What is in the files of this worksheet alone, in their order."""
    is_known: bool
    """Whether the worksheet itself is in one of them."""

    def request(self) -> SourceRequest:
        """Return how it is merged, with nothing decided."""
        password = next((file.password for file in self.files if file.password), None)
        forms = any(isinstance(content, FilledForm) for content in self.contents)
        return SourceRequest(files=(), password=password, identity=self.key if forms else None)


class Settled(NamedTuple):
    """What all files of a worksheet make together, as far as it is decided."""

    conflicts: tuple[Conflict, ...]
    """Every place that was filled in differently."""
    chosen: Mapping[FieldId, str]
    """For decided places, ``both`` or the digest of the text."""
    decided: Mapping[FieldId, Preference | TakenText]
    undecided: int
    """How many places wait for a decision."""
    merged: MergedSources | None = None
    """None while anything waits, or where it cannot be merged."""
    problems: tuple[ShownProblem, ...] = ()


def keep_return(folder: WorkFolder, name: str, data: bytes) -> FoundFile:
    """Write a file that came back into the folder and return it; one that is there with the same bytes is kept.

    Raises ``InvalidInput`` for a file that cannot hold answers, of which nothing is written, and ``OutputUnwritable``.
    """
    shown = os.path.basename(name.replace("\\", "/")) or "unnamed"
    if not data:
        raise InvalidInput([Problem(shown, "is empty", "Ask for it again.")])
    suffix = os.path.splitext(shown)[1].lower()
    if PDF.matches(data):
        suffix = ".pdf"
    else:
        require_ours(data, shown)
    if suffix not in SUFFIXES:
        hint = "Give the PDF that was filled in, its data (.xfdf, .fdf), or answers (.csv, .yaml, .json)."
        raise InvalidInput([Problem(shown, "is no file that answers come back in", hint)])
    stem = slug(os.path.splitext(shown)[0], LONGEST_NAME - len(suffix))
    if stem.startswith(_OWN_ANSWERS):
        stem = slug(f"returned-{stem}", LONGEST_NAME - len(suffix))
    alike = (file for file in folder.list_files(suffix) if file.size == len(data))
    return next((file for file in alike if _holds(folder, file, data)), None) or folder.add(stem + suffix, data)


def _holds(folder: WorkFolder, file: FoundFile, data: bytes) -> bool:
    try:
        return folder.read(file).data == data
    except InvalidInput:
        return False


def read_return(folder: WorkFolder, file: FoundFile, password: str = "") -> ReturnedFile:
    """Return a file of the folder as it was read; whatever is wrong with it is told in it."""
    return _read(folder, file, password) if password else _read_unlocked(folder, file)


@lru_cache(maxsize=_MOST_READ)
def _read_unlocked(folder: WorkFolder, file: FoundFile) -> ReturnedFile:
    return _read(folder, file, "")


def _read(folder: WorkFolder, file: FoundFile, password: str) -> ReturnedFile:
    given: InputFile | None = None
    try:
        given = folder.read(file)
        read = read_all([decrypt_file(given, password or None)])
    except AllianceError as failure:
        locked = given is not None and is_encrypted(given.data)
        problems = tuple(tell_beside(problem, file.name) for problem in describe_failure(failure))
        return ReturnedFile(file.id, file.name, "", problems=problems, locked=locked)
    contents = tuple(content for content in read if not isinstance(content, FinishedAlliance))
    if len(contents) < len(read):
        return ReturnedFile(file.id, file.name, "A finished alliance", finished=True, password=password)
    told = [remark for content in contents for remark in content.remarks]
    remarks = tuple(remark.removeprefix(f"{escape(file.name)}: ") for remark in told)
    found = "; ".join(map(_describe, contents))
    return ReturnedFile(file.id, file.name, found, contents, remarks=remarks, password=password)


def tell_beside(problem: ShownProblem, name: str) -> ShownProblem:
    """Return a problem as it is told beside the name of its file."""
    return problem._replace(text=begin_sentence(problem.text.removeprefix(f"{name}: ")))


def _describe(content: Content) -> str:
    """Return how much is filled in."""
    if isinstance(content, RawAnswers):
        count = sum(bool(text.text.strip()) for _, texts in content.answers for _, text in texts)
        return f"{_count(count, 'answer')}" if count else "No answers"
    if content.worksheet is None:
        count = sum(bool(entry.text.strip()) for entry in content.values)
    else:
        count = len(find_said(content.worksheet, content.values))
    return f"{_count(count, 'field')} filled in" if count else "Nothing was filled in (sent back without saving?)"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def sort_returns(files: Iterable[ReturnedFile]) -> tuple[ReturnedSheet, ...]:
    """Return the worksheets that files belong to, in the order in which they came.

    Answers that name no worksheet belong to the only one with just their people; those of the same people belong
    together where there is none.
    """
    files = [file for file in files if file.contents]
    forms: defaultdict[str, list[FilledForm]] = defaultdict(list)
    for file in files:
        for content in file.contents:
            if isinstance(content, FilledForm):
                forms[content.identity].append(content)
    held: defaultdict[str, list[tuple[ReturnedFile, Content]]] = defaultdict(list)
    for file in files:
        for content in file.contents:
            held[_key_of(content, file, forms)].append((file, content))
    return tuple(_build_sheet(key, found) for key, found in held.items())


def _key_of(content: Content, file: ReturnedFile, forms: Mapping[str, Sequence[FilledForm]]) -> str:
    if isinstance(content, FilledForm):
        return content.identity
    found = find_worksheets(content, forms)
    if len(found) == 1:
        return found[0]
    people = sorted(people_of(content))
    alone = "\0".join((content.identity, *people)) if people or content.identity else file.id
    return f"answers-{sha256(alone.encode()).hexdigest()[:_DIGITS]}"


def _build_sheet(key: str, found: Sequence[tuple[ReturnedFile, Content]]) -> ReturnedSheet:
    contents = tuple(content for _, content in found)
    forms = [content for content in contents if isinstance(content, FilledForm)]
    known = next((form for form in forms if form.worksheet), None)
    return ReturnedSheet(
        key,
        describe_people(known or forms[0]) if forms else _name_people(contents),
        tuple({file.id: file for file, _ in found}.values()),
        contents,
        known is not None,
    )


def _name_people(contents: Sequence[Content]) -> str:
    answers = [content for content in contents if isinstance(content, RawAnswers)]
    named = next((file.people or file.respondents for file in answers if file.people or file.respondents), ())
    return ENGLISH.list_names([escape(name.text) for name in named]) if named else "Answers of nobody named"


def settle(sheet: ReturnedSheet, choices: Mapping[str, str]) -> Settled:
    """Return what a worksheet's files make with these decisions: by the path of a field, ``both`` or a text's digest.

    A choice that names no text that came back decides nothing.
    """
    request = sheet.request()
    found: dict[FieldId, Conflict] = {}
    chosen: dict[FieldId, str] = {}
    decided: dict[FieldId, Preference | TakenText] = {}
    waiting: tuple[Conflict, ...] = ()
    for _ in range(_MOST_ROUNDS):
        try:
            merged = merge_contents(replace(request, decided=decided), sheet.contents)
            return Settled(tuple(found.values()), chosen, decided, 0, merged)
        except ConflictingAnswers as disagreement:
            waiting = disagreement.conflicts
        except AllianceError as failure:
            return Settled(tuple(found.values()), chosen, decided, 0, problems=describe_failure(failure))
        found |= {conflict.field_id: conflict for conflict in waiting if conflict.field_id not in found}
        fresh = {conflict.field_id: taken for conflict in waiting if (taken := _find_choice(conflict, choices))}
        if fresh.keys() <= decided.keys():
            break
        decided |= fresh
        chosen |= {field_id: choices[field_id.path] for field_id in fresh}
    still_open = {conflict.field_id for conflict in waiting}
    kept = {field_id: choice for field_id, choice in chosen.items() if field_id not in still_open}
    return Settled(tuple(found.values()), kept, decided, len(waiting))


def _find_choice(conflict: Conflict, choices: Mapping[str, str]) -> Preference | TakenText | None:
    choice = choices.get(conflict.field_id.path)
    if choice == BOTH:
        return Preference.BOTH
    texts = (version.content.text for version in conflict.versions)
    return next((TakenText(text) for text in texts if digest_text(text) == choice), None)


def digest_text(text: str) -> str:
    """Return the digest by which a page chooses a text."""
    return sha256(comparable(text).encode(errors="surrogatepass")).hexdigest()[:_DIGITS]
