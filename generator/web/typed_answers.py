"""The answers to a worksheet that are typed on the page: one XFDF file of the folder, written anew at each change.

The file carries its worksheet's definition and every field, so it is merged like any other that comes back. It has its
own name for each worksheet, and is begun with what stands in the worksheet's PDF, or in another file of its answers.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, InvalidRequest, Problem, RequestProblem
from generator.files.names import LONGEST_NAME, slug
from generator.files.reading import InputFile
from generator.formats.answers_csv import replace_unwritable
from generator.formats.filled_pdf.form_data import MOST_TEXT, with_line_feeds
from generator.formats.table import PDF, recognise_format
from generator.formats.xfdf import LIMIT, write_texts
from generator.model.fields import CHECKBOXES, LONGEST_TEXT, FieldId
from generator.model.returned_answers import RawAnswers, ReadAlliance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.returned_answers import FilledForm
    from generator.model.worksheet import Worksheet
    from generator.web.folder import FoundFile, WorkFolder

_SUFFIX = ".xfdf"
_FEW = 2
"""Worksheets' PDFs that are remembered as they were read: one is read for every change until its answers are saved."""


class TypedAnswers(NamedTuple):
    """What is typed so far."""

    worksheet: Worksheet
    identity: str
    name: str
    """Of its file, which may not be there yet."""
    texts: Mapping[FieldId, str]
    """In the fields, without the empty ones."""
    brands: tuple[str, ...]
    """That the file which was read carries, for ``formats.embedded_brand``."""


class Change(NamedTuple):
    """A text that is to stand in a field."""

    text: str
    base: str
    """The text that stood there when it was typed, as far as the page knows."""
    sent: tuple[str, ...] = ()
    """Texts that the page has sent since, without hearing whether they were saved."""


def open_answers(folder: WorkFolder, file: FoundFile) -> TypedAnswers:
    """Return the answers typed for the worksheet of a file: its PDF, or any form of it that was filled in.

    Raises ``InvalidInput`` where the file, or that of the typed answers, cannot be read or is of several worksheets.
    """
    given = form = read_form_of(folder.read(file))
    name = _name_file(form)
    if file.name != name and (own := next((other for other in folder.list_files(_SUFFIX) if other.name == name), None)):
        form = read_form_of(folder.read(own))
        if form.identity != given.identity:
            raise InvalidInput([Problem(name, "is of another worksheet than its name says", "Give it another name.")])
    texts: dict[FieldId, str] = {}
    for entry in form.values:
        before = texts.get(entry.field_id, "")
        if not before or entry.field_id.kind in CHECKBOXES:
            texts[entry.field_id] = entry.text
        elif entry.text and entry.text != before:  # a copy's field, as files that were joined have it
            texts[entry.field_id] = f"{before}\n\n{entry.text}"
    held = {field_id: text for field_id, text in texts.items() if text}
    return TypedAnswers(_worksheet_of(form), form.identity, name, held, given.brands)


def change_text(folder: WorkFolder, typed: TypedAnswers, field_id: FieldId, change: Change) -> str | None:
    """Have a text stand in a field on the disk; return None, or the text that stands there where it is another's.

    Raises ``InvalidRequest`` for a text that no file can hold, and ``OutputUnwritable``; nothing is written then.
    """
    text = with_line_feeds(change.text)
    _require_writable(field_id, text)
    standing = typed.texts.get(field_id, "")
    if standing == text:
        return None
    if standing not in map(with_line_feeds, (change.base, *change.sent)):
        return standing
    write_answers(folder, typed, {field_id: text})
    return None


def write_answers(folder: WorkFolder, typed: TypedAnswers, changed: Mapping[FieldId, str]) -> TypedAnswers:
    """Write the answers with these texts changed, and return them. Raises as ``change_text`` does."""
    for field_id, text in changed.items():
        _require_writable(field_id, text)
    texts = {field_id: text for field_id, text in {**typed.texts, **changed}.items() if text}
    typed = typed._replace(texts=texts)
    data = as_file(typed).data
    if len(data) > min(LIMIT, MOST_TEXT):
        message = f"all answers together take more than {MOST_TEXT // 1_000_000} MB"
        raise InvalidRequest(RequestProblem("", message, "Shorten some; until then this is kept in this browser only."))
    folder.replace(typed.name, data)
    return typed


def as_file(typed: TypedAnswers) -> InputFile:
    """Return the file of the answers."""
    return InputFile(write_texts(typed.texts, typed.worksheet, typed.identity).encode(), typed.name)


def digest_of(typed: TypedAnswers) -> str:
    """Return a digest of the answers: another one, once any of them has changed."""
    return sha256(as_file(typed).data).hexdigest()


def _require_writable(field_id: FieldId, text: str) -> None:
    """Raise ``InvalidRequest`` for a text that is too long, or has characters that XML cannot hold."""
    path = field_id.path
    if len(text) > LONGEST_TEXT:
        message = f"this has {len(text):,} characters, and can be saved with {LONGEST_TEXT:,}"
        raise InvalidRequest(RequestProblem(path, message, "Shorten it; until then it is kept in this browser only."))
    held = replace_unwritable(text)
    if held != text:
        place = next(place for place, character in enumerate(text) if held[place] != character)
        message = f"character {place + 1:,} of this, U+{ord(text[place]):04X}, is none that a file can hold"
        hint = "Take it out; until then this is kept in this browser only."
        raise InvalidRequest(RequestProblem(path, message, hint))


def _name_file(form: FilledForm) -> str:
    """Return the name of the file for the answers to a form's worksheet."""
    end = f"-{form.identity}{_SUFFIX}"
    return slug("-".join(("answers", *_worksheet_of(form).people.names)), LONGEST_NAME - len(end)) + end


def _worksheet_of(form: FilledForm) -> Worksheet:
    if form.worksheet is None:
        message = "the description of its worksheet is missing or damaged"
        raise InvalidInput([Problem(form.source, message, "Take the worksheet as it was composed.")])
    return form.worksheet


def read_form_of(file: InputFile) -> FilledForm:
    """Return the one form in a file. Raises ``InvalidInput`` where it is none, or several."""
    file_format = recognise_format(file.data, file.name)
    found = _read_pdf(*file) if file_format is PDF else file_format.read(file.data, file.name)
    if isinstance(found, RawAnswers | ReadAlliance):
        what = "a finished alliance" if isinstance(found, ReadAlliance) else "no worksheet that can be filled in"
        raise InvalidInput([Problem(file.name, f"is {what}", "Choose a worksheet, or begin one.")])
    if len(found) > 1:
        message = f"holds {len(found)} worksheets"
        raise InvalidInput([Problem(file.name, message, "Take each of them as a file of its own.")])
    return found[0]


_read_pdf = lru_cache(maxsize=_FEW)(PDF.read)
