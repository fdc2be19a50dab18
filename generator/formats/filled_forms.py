"""Make filled forms of the fields that come back, from a PDF of any viewer or in data that one exported.

1. **Read** a PDF once, in a child process with limits, and by a second reader where something may be missing
   (``filled_pdf.reader``).
2. **Name** the fields (``filled_pdf.field_names``), whoever renamed them, and find the worksheet's definition: the
   attached file or the hidden field, whichever is whole and of the identity that the fields' names have.
3. **Report** the fields that the worksheet has and the file has not, and characters that were lost.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, Problem, escape
from generator.formats.embedded_json import NewerVersion, read_alliance, read_definition
from generator.formats.filled_pdf.field_names import DEFINITION, field_name
from generator.formats.filled_pdf.form_data import ALLIANCE_FILE, BRAND_FILE, DEFINITION_FILE
from generator.formats.filled_pdf.reader import read_again, read_document
from generator.formats.written_marks import find_written
from generator.model.fields import CHECKBOXES, CHECKED, DECISIONS, LONGEST_TEXT, FieldId, parse_field_id, read_tick
from generator.model.people import People
from generator.model.returned_answers import FieldPlace, FieldValue, FilledForm, ReadAlliance
from generator.model.sources import describe_field, field_report, find_said, initial_values, missing_fields
from generator.model.worksheet import identity
from generator.words.messages import begin_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.formats.filled_pdf.form_data import FormData, RawField
    from generator.model.worksheet import Worksheet

_MAY = f"and may have {LONGEST_TEXT:,}"
_MOST_TOLD = 20
"""Documents inside a PDF that are told by their names."""
_POINTER = 1000
"""The most characters of a hidden field that points to the attached definition."""

_Field = tuple[str, str, "RawField"]
"""Identity, path and content."""


class PdfKind(Enum):
    """The kinds of PDFs that come back; the values are words for messages."""

    WORKSHEET = "a worksheet"
    ALLIANCE = "a finished alliance"
    CARD = "the card of an alliance"
    COPY = "pages copied out of an alliance"
    FOREIGN = "none of ours"


class PdfContents(NamedTuple):
    """The contents of a PDF that are ours."""

    kind: PdfKind
    forms: tuple[FilledForm, ...]
    """The filled worksheets, in the order of their first fields; empty for another kind."""
    alliance_text: str | None
    """The data of a finished alliance, for ``embedded_json.read_alliance``; None for another kind."""
    refusal: Problem | None
    """Why no filled worksheet can be read; None where one can."""
    brands: tuple[str, ...] = ()
    """The brands that it carries, for ``formats.embedded_brand``."""
    remark: str = ""
    """How it was read, a sentence; empty where there is nothing to say."""
    damaged: bool = False
    """Whether it is cut off or damaged, or had to be repaired to be read."""
    altered: bool = False
    """Whether the data of a finished alliance are not those that its digest was taken of."""
    inside: bool = False
    """Whether what was read are documents inside the PDF, as in a portfolio."""
    digest: str = ""
    """Of a finished alliance, in short, as in the foot of its pages; empty where it has none."""


def read_pdf(data: bytes, source: str) -> PdfContents:
    """Return the contents of a PDF, or of those inside one that has none itself; ``source`` names it in messages.

    It is parsed once, and a second time by another reader where something may be missing. Raises ``InvalidInput``,
    with one problem, where it cannot be read or a newer version of this program made it.
    """
    contents, inner = _read_outer(data, source)
    return (_read_inside(data, inner, source) or contents) if inner else contents


def _read_inside(data: bytes, names: tuple[str, ...], source: str) -> PdfContents | None:
    """Return the worksheets inside a PDF, or the only alliance; None where there is neither."""
    from generator.formats.filled_pdf.inner_documents import read_inner_documents  # noqa: PLC0415 - of portfolios only

    inside = read_inner_documents(data, names)
    read: list[tuple[str, PdfContents]] = []
    left = [f"'{escape(name)}' inside is damaged or too much, and was left out." for name in inside.unread[:_MOST_TOLD]]
    for name, inner in inside.documents:
        try:
            contents, _ = _read_outer(inner, f"{source} ({name})")
        except InvalidInput as invalid:
            left += map(str, invalid.problems)
            continue
        if contents.refusal and contents.alliance_text is None:
            left.append(str(contents.refusal))
        else:
            read.append((name, contents))
    worksheets = [(name, contents) for name, contents in read if contents.forms]
    alliances = [(name, contents) for name, contents in read if contents.alliance_text is not None]
    taken = worksheets or alliances
    if not taken or (not worksheets and len(taken) > 1):
        return None
    left += [
        f"'{escape(name)}' inside is a finished alliance, and was left out." for name, _ in alliances if worksheets
    ]
    named = ", ".join(f"'{escape(name)}'" for name, _ in taken)
    told = (f"{escape(source)}: {named} inside was read.", *(f"{escape(source)}: {said}" for said in left))
    return _join_inside([contents for _, contents in taken], told)


def _join_inside(taken: list[PdfContents], told: tuple[str, ...]) -> PdfContents:
    """Return the contents of documents inside a PDF as one, with what is told of it."""
    forms = [form for contents in taken for form in contents.forms]
    if forms:
        forms[0] = replace(forms[0], remarks=(*told, *forms[0].remarks))
    return taken[0]._replace(
        forms=tuple(forms),
        brands=tuple(dict.fromkeys(brand for contents in taken for brand in contents.brands)),
        remark="\n".join(filter(None, (*told, taken[0].remark))),
        damaged=any(contents.damaged for contents in taken),
        inside=True,
    )


def _read_outer(data: bytes, source: str) -> tuple[PdfContents, tuple[str, ...]]:
    """Return the contents of a PDF, and the names of those inside it where it has none itself."""
    reading = read_document(data, source)
    forms = _build_forms(reading.form_data, source)
    kind = _kind(reading.form_data, forms)
    if kind in {PdfKind.WORKSHEET, PdfKind.FOREIGN} and _is_doubtful(reading.form_data, forms):
        first, reading = reading, read_again(data, reading)
        if reading.form_data is not first.form_data:
            forms = _build_forms(reading.form_data, source)
            kind = _kind(reading.form_data, forms)
    remark = f"{escape(source)}: {reading.remark}" if reading.remark else ""
    if remark:
        forms = tuple(replace(form, remarks=(remark, *form.remarks), damaged=reading.damaged) for form in forms)
    text = dict(reading.form_data.attachments).get(ALLIANCE_FILE) if kind is PdfKind.ALLIANCE else None
    refusal = None if forms else _without_fields(reading.form_data, source)
    if forms and reading.damaged and _is_beyond_reading(reading.form_data, forms):
        refusal = Problem(source, "is damaged, and nothing of what was typed in it can be read", "Ask for it again.")
    brands = _find_brands(reading.form_data)
    damaged, altered = reading.damaged or reading.unusual, reading.form_data.altered
    digest = reading.form_data.foot if kind is PdfKind.ALLIANCE else ""
    contents = PdfContents(kind, forms, text, refusal, brands, remark, damaged, altered, digest=digest)
    return contents, reading.form_data.inner if kind is PdfKind.FOREIGN else ()


def read_forms_or_alliance(data: bytes, source: str) -> tuple[FilledForm, ...] | ReadAlliance:
    """Return the filled worksheets in a PDF, or the finished alliance that it is. Raises ``InvalidInput``."""
    contents = read_pdf(data, source)
    if contents.alliance_text is not None:
        alliance = read_alliance(contents.alliance_text, source)._replace(brands=contents.brands)
        return ReadAlliance(alliance, contents.remark, contents.damaged, contents.altered, contents.digest)
    return _require_forms(contents)


def read_forms(data: bytes, source: str) -> tuple[FilledForm, ...]:
    """Return the filled worksheets in a PDF, one form for each, in the order of their first fields.

    Raises ``InvalidInput``, with one problem, where there is none.
    """
    return _require_forms(read_pdf(data, source))


def _require_forms(contents: PdfContents) -> tuple[FilledForm, ...]:
    if contents.refusal:
        raise InvalidInput([contents.refusal])
    return contents.forms


def forms_of(form_data: FormData, source: str) -> tuple[FilledForm, ...]:
    """Return the filled forms in what was read of a file, one for each worksheet.

    Raises ``InvalidInput``, with one problem, where there is none of ours.
    """
    if forms := _build_forms(form_data, source):
        return forms
    raise InvalidInput([_without_fields(form_data, source)])


def _build_forms(form_data: FormData, source: str) -> tuple[FilledForm, ...]:
    by_identity = _by_identity(form_data)
    worksheets = _worksheets(form_data, by_identity, source)
    return tuple(_form(form_data, source, slug, fields, worksheets.get(slug)) for slug, fields in by_identity.items())


def _kind(form_data: FormData, forms: tuple[FilledForm, ...]) -> PdfKind:
    if forms:
        return PdfKind.WORKSHEET
    if ALLIANCE_FILE in dict(form_data.attachments):
        return PdfKind.ALLIANCE
    if form_data.card:
        return PdfKind.CARD
    return PdfKind.COPY if form_data.foot else PdfKind.FOREIGN


def _is_doubtful(form_data: FormData, forms: tuple[FilledForm, ...]) -> bool:
    """Tell whether fields may have escaped the reader: some are unreadable, lost letters, or are missing."""
    if form_data.unreadable or not forms or any(field.lost for field in form_data.fields):
        return True
    return any(form.worksheet and missing_fields(form.worksheet, form.values) for form in forms)


def _is_beyond_reading(form_data: FormData, forms: tuple[FilledForm, ...]) -> bool:
    """Tell whether fields of a damaged file show text that cannot be read, and nothing else was typed."""
    said = (find_said(form.worksheet, form.values) if form.worksheet else form.values for form in forms)
    typed = any(entry.text for values in said for entry in values if entry.field_id.kind not in CHECKBOXES)
    return not typed and any(field.lost and not field.text for field in form_data.fields)


def _form(form_data: FormData, source: str, slug: str, fields: list[_Field], worksheet: Worksheet | None) -> FilledForm:
    _require_short(fields, source, worksheet.people if worksheet else People(()))
    written = find_written(form_data.marks, slug)
    given = (*_field_values(fields, initial_values(worksheet) if worksheet else {}), *written.values)
    people = worksheet.people if worksheet else People(())
    said = (*_remarks(form_data, fields, worksheet, given), *written.list_remarks(people))
    remarks = tuple(f"{escape(source)}: {remark}" for remark in said)
    revision = _revision(worksheet, fields, given)
    places = tuple(
        FieldPlace(place.page, place.box, field_id)
        for place in form_data.places
        if (name := field_name(place.name)) and name.identity == slug and (field_id := parse_field_id(name.path))
    )
    return FilledForm(
        source,
        slug,
        worksheet,
        given,
        remarks,
        revision,
        brands=_find_brands(form_data),
        unplaced=len(written.unplaced),
        loose=() if form_data.places else written.list_loose(people, source),
        places=places,
    )


def _require_short(fields: Iterable[_Field], source: str, people: People) -> None:
    """Raise ``InvalidInput`` where the text of a field has more characters than any format may bring."""
    problems = [
        Problem(source, f"{describe_field(field_id, people)} has {len(field.text):,} characters, {_MAY}", "Shorten it.")
        for _, path, field in fields
        if len(field.text) > LONGEST_TEXT and (field_id := parse_field_id(path))
    ]
    if problems:
        raise InvalidInput(problems)


def _find_brands(form_data: FormData) -> tuple[str, ...]:
    return tuple(text for name, text in form_data.attachments if name == BRAND_FILE)


def _field_values(fields: Iterable[_Field], composed: Mapping[FieldId, str]) -> tuple[FieldValue, ...]:
    return tuple(
        FieldValue(
            field_id,
            _read_box(field, composed.get(field_id, "")) if field_id.kind in CHECKBOXES else field.text,
            f"field '{escape(field.name)}'{', as a second reader has it' * field.second}",
        )
        for _, path, field in fields
        if (field_id := parse_field_id(path))
    )


def _without_fields(form_data: FormData, source: str) -> Problem:
    if ALLIANCE_FILE in dict(form_data.attachments):
        return Problem(source, "is a finished alliance, not a worksheet", "Give the worksheet that was filled in.")
    if form_data.inner:
        names = ", ".join(f"'{escape(name)}'" for name in form_data.inner[:_MOST_TOLD])
        message = f"has no fields itself, but other documents inside: it is a portfolio with {names}"
        return Problem(source, message, "Save the one that was filled in as a file of its own, and give that.")
    if form_data.foot:
        message = f"is pages copied out of an alliance, whose digest is {form_data.foot}, without its data"
        return Problem(source, message, "Give the whole alliance, as it was written: the PDF that these pages are of.")
    if form_data.card:
        hint = "Give the worksheet that was filled in, or the finished alliance that the card was made with."
        return Problem(source, "is the card of an alliance, to pin up: it holds no data", hint)
    if form_data.unreadable:
        return Problem(source, "has form fields, but they are damaged beyond reading", "Ask for the file again.")
    if form_data.foreign:
        return Problem(source, "has form fields, but none of a worksheet", "Is it the right file?")
    if form_data.scanned:
        hint = "It cannot be read: type what stands there into the worksheet's PDF, or into an answers file (.yaml)."
        return Problem(source, "is a scan: pictures of pages, without any text", hint)
    hint = (
        "Printing to PDF, flattening and scanning lose what was typed: save the form instead, "
        "or type the answers into an answers file (.yaml)."
    )
    return Problem(source, "has no form fields", hint)


def _by_identity(form_data: FormData) -> dict[str, list[_Field]]:
    """Return the fields of each worksheet, in the order of their first fields."""
    found: dict[str, list[_Field]] = {}
    for field in form_data.fields:
        if name := field_name(field.name):
            found.setdefault(name.identity, []).append((name.identity, name.path, field))
    return found


def _read_box(field: RawField, composed: str) -> str:
    """Return the value of a checkbox: of its value and the state that it shows, the one that somebody changed."""
    value, state = read_tick(field.text), read_tick(field.state) if field.state else None
    told = {ticked for ticked in (value if field.text else None, state) if ticked is not None}
    changed = told - {bool(composed)}
    return CHECKED if True in (changed or told) else ""


def _worksheets(form_data: FormData, by_identity: dict[str, list[_Field]], source: str) -> dict[str, Worksheet]:
    """Return the worksheets whose definitions are in the file, whole and of the identity that fields have."""
    texts = [text for name, text in form_data.attachments if name == DEFINITION_FILE]
    texts += [field.text for fields in by_identity.values() for _, path, field in fields if path == DEFINITION]
    defined = (worksheet for text in dict.fromkeys(texts) if (worksheet := _try_definition(text, source)))
    return {slug: worksheet for worksheet in defined if (slug := identity(worksheet)) in by_identity}


def _try_definition(text: str, source: str) -> Worksheet | None:
    """Return the worksheet of a definition; None where it is damaged. Raises ``NewerVersion``."""
    try:
        return read_definition(text, source)
    except NewerVersion:
        raise
    except (InvalidInput, ValueError, RecursionError):
        return None


def _revision(worksheet: Worksheet | None, fields: Iterable[_Field], given: tuple[FieldValue, ...]) -> int:
    """Return the revision that the form leads to; 1 where nothing in it tells otherwise."""
    if worksheet:
        return worksheet.revision
    for text in (field.text for _, path, field in fields if path == DEFINITION):
        if found := re.search(r'"revision":([0-9]{1,4})[,}]', text[:_POINTER]):
            return int(found[1])
    return 2 if any(entry.field_id.kind in DECISIONS for entry in given) else 1


def _remarks(
    form_data: FormData, fields: Iterable[_Field], worksheet: Worksheet | None, given: tuple[FieldValue, ...]
) -> Iterable[str]:
    people = worksheet.people if worksheet else People(())
    before = initial_values(worksheet) if worksheet else {}
    for _, path, field in fields:
        if field_id := parse_field_id(path):
            yield from _remarks_on_field(field_id, field, describe_field(field_id, people), before.get(field_id, ""))
    if form_data.unreadable:
        yield f"{form_data.unreadable} fields are damaged beyond reading."
    if worksheet is None:
        yield "The description of the worksheet in it is missing or damaged."
    else:
        yield from field_report(worksheet, given)


def _remarks_on_field(field_id: FieldId, field: RawField, where: str, composed: str) -> Iterator[str]:
    begin = begin_sentence(where)
    if field.lost and not field.text:
        yield f"{begin} is damaged beyond reading."
        return
    if field.drawn and field.text != composed:
        yield f"{begin} has no value; what the field shows was taken, line by line as drawn."
    if field.lost:
        yield f"The viewer lost characters of {where}; each stands as \N{REPLACEMENT CHARACTER}."
    if field.guess:
        yield f"{begin} is in no encoding that a PDF may have; it was read as {field.guess}. Look whether it is right."
    if field_id.kind in CHECKBOXES:
        for word in dict.fromkeys((field.text, field.state)):
            if read_tick(word) is None:
                yield f"{begin} says '{escape(word)}', neither yes nor no; it was not taken for a tick."
