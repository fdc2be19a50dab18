"""The meaning of what stands beside a return's fields: text over a field is its value, everything else is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import escape
from generator.formats.filled_pdf.field_names import field_name
from generator.formats.filled_pdf.page_marks import find_covered
from generator.model.fields import CHECKBOXES, CHECKED, FieldId, parse_field_id, read_tick
from generator.model.people import People
from generator.model.returned_answers import FieldValue, FilledForm, LooseText
from generator.model.sources import describe_field
from generator.words.messages import begin_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.formats.filled_pdf.form_data import RawMark
    from generator.model.returned_answers import RawAnswers

_TEXT_BOX = "FreeText"
_CONTENT = "Content"
_WORDS = {
    _TEXT_BOX: "a text box", "Ink": "a drawing by hand", "Text": "a note", "Stamp": "a stamp",
    "Highlight": "highlighting", "Underline": "underlining", "Squiggly": "underlining",
    "StrikeOut": "a line through text",
    "Line": "a line", "Square": "a rectangle", "Circle": "a circle", "Polygon": "a drawing", "PolyLine": "a drawing",
    "Caret": "an insertion mark", "FileAttachment": "an attached file", "Redact": "a redaction",
}  # fmt: skip
_MOST_TOLD = 20
_FIRST_CHARACTERS = 60


class Unplaced(NamedTuple):
    """A mark that is no field's value."""

    mark: RawMark
    field_id: FieldId | None
    """The field that it lies on."""


class Written(NamedTuple):
    """What somebody wrote beside the fields of a worksheet."""

    values: tuple[FieldValue, ...]
    """The texts that lie over fields."""
    unplaced: tuple[Unplaced, ...]

    def list_remarks(self, people: People) -> Iterator[str]:
        """Yield a sentence for each text that was taken, and for each mark that was not."""
        for value in self.values:
            yield _describe_taken(value, people)
        for unplaced in self.unplaced[:_MOST_TOLD]:
            yield _describe(unplaced, people)
        more = len(self.unplaced) - _MOST_TOLD
        if more > 0:
            yield f"There are {more} more such marks. Look at its pages."

    def list_loose(self, people: People, source: str) -> tuple[LooseText, ...]:
        """Return the text boxes that another copy of the worksheet may bring to a field."""
        return tuple(
            LooseText(mark.page, mark.box, mark.text.strip(), f"{escape(source)}: {_describe(unplaced, people)}")
            for unplaced in self.unplaced[:_MOST_TOLD]
            for mark in (unplaced.mark,)
            if mark.kind == _TEXT_BOX and mark.page and mark.box
        )


def place_loose_texts(sources: Sequence[FilledForm | RawAnswers]) -> list[FilledForm | RawAnswers]:
    """Return the sources, text boxes of exported data as values of the fields that they lie on.

    Where those stand is known of another copy of the worksheet among the sources.
    """
    copies = {form.identity: form for form in sources if isinstance(form, FilledForm) and form.places}
    return [
        _place(source, copies[source.identity])
        if isinstance(source, FilledForm) and source.loose and source.identity in copies
        else source
        for source in sources
    ]


def _place(form: FilledForm, copy: FilledForm) -> FilledForm:
    worksheet = form.worksheet or copy.worksheet
    people = worksheet.people if worksheet else People(())
    remarks = list(form.remarks)
    texts: dict[FieldId, list[LooseText]] = {}
    for loose in form.loose:
        on_page = [(place.box, place.field_id) for place in copy.places if place.page == loose.page]
        field_id = find_covered(loose.box, on_page)
        if field_id and _fits(field_id, loose.text):
            texts.setdefault(field_id, []).append(loose)
            remarks.remove(loose.remark)
    values = _build_values(texts)
    remarks += [f"{escape(form.source)}: {_describe_taken(value, people)}" for value in values]
    unplaced = form.unplaced - sum(map(len, texts.values()))
    return replace(form, values=(*form.values, *values), remarks=tuple(remarks), unplaced=unplaced)


def _describe_taken(value: FieldValue, people: People) -> str:
    return f"{begin_sentence(describe_field(value.field_id, people))} stands in {value.place}; it was taken."


def find_written(marks: Iterable[RawMark], identity: str) -> Written:
    """Return what the marks say of the worksheet with this identity.

    Text boxes over one field are one text, a line for each; those over a tick box count where they mean yes.
    """
    texts: dict[FieldId, list[RawMark]] = {}
    unplaced: list[Unplaced] = []
    for mark in marks:
        name = field_name(mark.field)
        if name and name.identity != identity:
            continue
        field_id = parse_field_id(name.path) if name else None
        if field_id and mark.kind == _TEXT_BOX and mark.text.strip() and _fits(field_id, mark.text):
            texts.setdefault(field_id, []).append(mark)
        elif mark.kind != _TEXT_BOX or mark.text.strip():
            unplaced.append(Unplaced(mark, field_id))
    return Written(_build_values(texts), tuple(unplaced))


def _build_values(texts: Mapping[FieldId, Sequence[RawMark | LooseText]]) -> tuple[FieldValue, ...]:
    return tuple(
        FieldValue(
            field_id,
            CHECKED if field_id.kind in CHECKBOXES else "\n".join(box.text.strip() for box in boxes),
            f"a text box on page {boxes[0].page}",
        )
        for field_id, boxes in texts.items()
    )


def _fits(field_id: FieldId, text: str) -> bool:
    """Tell whether the text can be the value of the field that it lies on."""
    return field_id.kind not in CHECKBOXES or bool(read_tick(text))


def _describe(unplaced: Unplaced, people: People) -> str:
    mark, field_id = unplaced
    if mark.kind == _CONTENT:
        return (
            f"Page {mark.page} is not drawn as it was composed: what was written or drawn into it is not among the "
            "answers. Look at it, and type what is missing into an answers file."
        )
    what = _WORDS.get(mark.kind, f"an annotation ({escape(mark.kind)})")
    where = f"on page {mark.page}" if mark.page else "in it"
    over = f", over {describe_field(field_id, people)}," if field_id else ""
    says = f" ({_first_words(mark)})" if mark.text.strip() else ""
    return f"{begin_sentence(what)} {where}{over}{says} belongs to no field, and is not among the answers."


def _first_words(mark: RawMark) -> str:
    text = " ".join(mark.text.split())
    short = text if len(text) <= _FIRST_CHARACTERS else f"{text[:_FIRST_CHARACTERS].rstrip()}..."
    return f"'{escape(short)}'"


def describe_comments(marks: Sequence[RawMark]) -> str:
    """Return what follows "the fields of a worksheet are not in it": how many marks are, and their first words."""
    if not marks:
        return ""
    first = next((f", the first says {_first_words(mark)}" for mark in marks if mark.text.strip()), "")
    count = f"{len(marks)} comments are" if len(marks) > 1 else "one comment is"
    return f", but {count}{first}; they are read in the PDF that they were written into"
