"""Read and write XFDF, the XML that Acrobat, Foxit and others exchange a form's data in (ISO 19444-1).

Nested field names are joined with dots, as in a PDF. A field's ``value`` is its text; where there is none, the text of
its ``value-richtext``. A DOCTYPE is refused, so there are no entities but XML's own. Bounded in size, depth, fields and
text.

A written file fills its worksheet in Acrobat or with pdftk. Every field of the worksheet stands in it, the empty ones
too, and its definition, so that it merges without the PDF. A character that is not printable is written as a character
reference, one that XML cannot hold as U+FFFD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from generator.errors import InvalidInput, Problem, escape
from generator.formats.answers_csv import replace_unwritable
from generator.formats.filled_forms import forms_of
from generator.formats.filled_pdf.field_names import DEFINITION, field_name
from generator.formats.filled_pdf.form_data import MOST_TEXT, FormData, RawField, RawMark, with_line_feeds
from generator.formats.filled_pdf.page_marks import number_of_page, order_corners
from generator.formats.located.nodes import MOST_DEPTH, check_size
from generator.formats.rich_text import RichText
from generator.formats.written_marks import describe_comments
from generator.model.fields import CHECKBOXES, OFF
from generator.model.sources import field_texts, list_fields
from generator.model.worksheet import definition_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.model.answers import Answers
    from generator.model.fields import FieldId
    from generator.model.returned_answers import FilledForm
    from generator.model.worksheet import Worksheet

LIMIT = 8_000_000
"""The most bytes of an XFDF file."""
MOST_FIELDS = 20_000
NAMESPACE = "http://ns.adobe.com/xfdf/"

_KINDS = {"freetext": "FreeText", "strikeout": "StrikeOut", "polyline": "PolyLine", "fileattachment": "FileAttachment"}
"""Elements of annotations (ISO 19444-1, 6.5) that are not called like the annotation's kind."""
_UNSAID = {"Link", "Popup", "Widget"}
_ANEW = "Export the form's data anew, or give the filled PDF."


def read_xfdf(data: bytes, source: str) -> tuple[FilledForm, ...]:
    """Return what a form's exported data hold. Raises ``InvalidInput``, with one problem, for everything else."""
    check_size(data, LIMIT, source)
    scan = _Reading(source).scan(data)
    if not scan.fields:
        what = "are of another form" if scan.foreign else "are not in it"
        message = f"the fields of a worksheet {what}{describe_comments(scan.marks)}"
        raise InvalidInput([Problem(source, message, _ANEW)])
    return forms_of(scan, source)


class _Field:
    """A field while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: list[RichText] = []
        self.rich: list[RichText] = []
        self.has_kids = False

    def raw(self) -> RawField:
        texts = self.values or self.rich
        text = with_line_feeds("\n".join(found.text() for found in texts))
        return RawField(self.name, text, lost="\N{REPLACEMENT CHARACTER}" in text)


class _Reading:
    """One pass of expat over a file."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._path: list[str] = []
        self._fields: list[_Field] = []
        self._text: RichText | None = None
        self._found: list[RawField] = []
        self._mark: RawMark | None = None
        self._marks: list[RawMark] = []
        self._foreign = 0
        self._count = 0
        self._size = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def scan(self, data: bytes) -> FormData:
        """Return all fields of ours. Raises ``InvalidInput``."""
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - expat's own
        except expat.ExpatError as error:
            message = f"this is not XML: {escape(expat.ErrorString(error.code))}"
            raise InvalidInput([Problem(self._source, message, _ANEW, error.lineno, error.offset + 1)]) from None
        except (LookupError, ValueError):
            self._stop("the XML is in an encoding that is not known", "Save it as UTF-8.")
        return FormData(fields=tuple(self._found), foreign=self._foreign, marks=tuple(self._marks))

    def _doctype(self, *_: object) -> None:
        self._stop("a DOCTYPE is not allowed", _ANEW)

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        name = full.rpartition(" ")[2]
        if not self._path and name != "xfdf":
            self._stop(f"this is not XFDF: it begins with <{escape(name)}>, not with <xfdf>", _ANEW)
        if len(self._path) == MOST_DEPTH:
            self._stop(f"nesting deeper than {MOST_DEPTH} levels is not allowed", _ANEW)
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if self._text:
            self._text.start(name)
        elif parent == "annots":
            self._open_mark(name, attributes.get("page", ""), attributes.get("rect", ""))
        elif name in {"contents", "contents-richtext"} and self._mark:
            self._text = RichText(name)
        elif name == "field" and parent in {"field", "fields"}:
            self._open_field(attributes.get("name", ""))
        elif name in {"value", "value-richtext"} and parent == "field":
            self._text = RichText(name)
            field = self._fields[-1]
            (field.values if name == "value" else field.rich).append(self._text)

    def _open_mark(self, element: str, page: str, rectangle: str) -> None:
        """Note that an annotation begins, on the page with this index."""
        self._count_one()
        kind = _KINDS.get(element, element[:1].upper() + element[1:])
        if kind not in _UNSAID:
            self._mark = RawMark(kind, number_of_page(page), "", "", _read_rectangle(rectangle))

    def _count_one(self) -> None:
        self._count += 1
        if self._count > MOST_FIELDS:
            self._stop(f"there are more than {MOST_FIELDS:,} fields, which is the limit", "Is it the right file?")

    def _open_field(self, partial: str) -> None:
        self._count_one()
        if self._fields:
            self._fields[-1].has_kids = True
            partial = f"{self._fields[-1].name}.{partial}"
        self._count_text(partial)
        self._fields.append(_Field(partial))

    def _end(self, full: str) -> None:
        name = full.rpartition(" ")[2]
        self._path.pop()
        inside = self._path and self._path[-1] == "field"
        if self._text and inside and name in {"value", "value-richtext"}:
            self._text = None
        elif self._text and self._mark and name in {"contents", "contents-richtext"}:
            self._mark = self._mark._replace(text=self._mark.text or with_line_feeds(self._text.text()).strip())
            self._text = None
        elif self._mark and self._path and self._path[-1] == "annots":
            self._marks.append(self._mark)
            self._mark = None
        elif self._text:
            self._text.end(name)
        elif not self._text and self._fields and name == "field":
            self._close_field(self._fields.pop())

    def _close_field(self, field: _Field) -> None:
        if field.has_kids and not (field.values or field.rich):
            return
        if field_name(field.name):
            self._found.append(field.raw())
        else:
            self._foreign += 1

    def _characters(self, text: str) -> None:
        if self._text is None:
            return
        self._count_text(text)
        self._text.add(text)

    def _count_text(self, text: str) -> None:
        self._size += len(text)
        if self._size > MOST_TEXT:
            self._stop(f"the fields hold more than {MOST_TEXT:,} characters, which is the limit", _ANEW)

    def _stop(self, message: str, hint: str) -> NoReturn:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        raise InvalidInput([Problem(self._source, message, hint, line, column)])


def _read_rectangle(text: str) -> tuple[float, ...]:
    """Return left, low, right and high of a ``rect`` (ISO 19444-1, 6.6.5); empty where it has not four numbers."""
    try:
        return order_corners([float(side) for side in text.split(",")]) or ()
    except ValueError:
        return ()


def write_xfdf(answers: Answers, worksheet: Worksheet, identity: str) -> str:
    """Return the answers as XFDF, the fields' names those of the worksheet with this identity."""
    return write_texts(field_texts(answers), worksheet, identity)


def write_texts(texts: Mapping[FieldId, str], worksheet: Worksheet, identity: str) -> str:
    """Return the texts in a worksheet's fields as XFDF, those of its fields that have none as empty."""
    fields = "".join(
        f"<field name={quoteattr(f'{identity}/{path}')}><value>{_escape_text(text)}</value></field>\n"
        for path, text in _fields(texts, worksheet)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xfdf xmlns="{NAMESPACE}" xml:space="preserve">\n<fields>\n{fields}</fields>\n</xfdf>\n'
    )


def _fields(texts: Mapping[FieldId, str], worksheet: Worksheet) -> Iterator[tuple[str, str]]:
    for field_id in dict.fromkeys((*list_fields(worksheet), *texts)):
        yield field_id.path, texts.get(field_id, OFF if field_id.kind in CHECKBOXES else "")
    yield DEFINITION, definition_text(worksheet)


def _escape_text(text: str) -> str:
    return "".join(
        character if character.isprintable() or character in "\n\t" else f"&#x{ord(character):x};"
        for character in xml_escape(replace_unwritable(with_line_feeds(text)))
    )
