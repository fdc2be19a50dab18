from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from generator.errors import InvalidInput
from generator.formats.fdf import read_fdf
from generator.model.fields import CHECKED
from generator.model.worksheet import canonical, definition, identity
from tests.formats.pdfs import stream, text_string
from tests.formats.worksheets import ANA_PICKS_HOPES, ANAS_HOPES, WORKSHEET

if TYPE_CHECKING:
    from generator.model.returned_answers import FilledForm

SLUG = identity(WORKSHEET)
HOPES = f"{SLUG}/answer/hopes/p1"
END = b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def fdf(fields: bytes, extra: bytes = b"", others: bytes = b"") -> bytes:
    head = b"%FDF-1.2\n%\xe2\xe3\xcf\xd3\n" + others
    return head + b"1 0 obj\n<< /FDF << /Fields [ %s ] %s >> >>\nendobj\n" % (fields, extra) + END


def field(value: bytes, name: str = HOPES) -> bytes:
    return b"<< /T (%s) %s >>" % (name.encode(), value)


def read(data: bytes) -> FilledForm:
    (form,) = read_fdf(data, "a.fdf")
    return form


def the_text(value: bytes, extra: bytes = b"") -> str:
    (entry,) = read(fdf(field(value), extra)).values
    return entry.text


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        read(data)
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"/V (a (nested) \\) \\\\ \\101)", "a (nested) ) \\ A"),
        (b"/V (caf\xe9)", "café"),
        (b"/V " + text_string("Žluť 🦊"), "Žluť 🦊"),
        (b"/V (\xfe\xff\x01\x7d)", "Ž"),
        (b"/V (a\\rb\\r\\nc\\nd)", "a\nb\nc\nd"),
        (b"/V ()", ""),
        (b"", ""),
        (b"/RV (<body><p>one</p><p>two</p></body>)", "one\ntwo"),
        (b"/V (plain) /RV (<p>rich</p>)", "plain"),
    ],
)
def test_a_value_is_read_in_every_writing(value: bytes, text: str) -> None:
    assert the_text(value) == text


def test_a_field_gives_its_slot_and_where_it_stood() -> None:
    (entry,) = read(fdf(field(b"/V (x)"))).values
    assert (entry.field_id, entry.place) == (ANAS_HOPES, f"field '{HOPES}'")


@pytest.mark.parametrize(
    ("value", "text"), [(b"/V /Yes", CHECKED), (b"/V /Off", ""), (b"/V (Yes)", CHECKED), (b"", "")]
)
def test_a_tick_is_a_state_that_is_not_off(value: bytes, text: str) -> None:
    (entry,) = read(fdf(field(value, f"{SLUG}/pick/hopes/p1"))).values
    assert (entry.field_id, entry.text) == (ANA_PICKS_HOPES, text)


def test_kids_are_named_behind_their_parents_and_may_stand_elsewhere() -> None:
    top = b"<< /T (1) /Kids [ 7 0 R %s ] >>" % field(b"/V (two)", f"{HOPES}#1")
    filled = read(fdf(top, others=b"7 0 obj\n" + field(b"/V (one)") + b"\nendobj\n"))
    assert [(entry.field_id, entry.text) for entry in filled.values] == [(ANAS_HOPES, "one"), (ANAS_HOPES, "two")]


def test_kids_that_are_numbers_are_copies_of_their_parents_field() -> None:
    top = b"<< /T (%s) /Kids [ %s %s ] >>" % (HOPES.encode(), field(b"/V (one)", "0"), field(b"/V (two)", "1"))
    assert [(entry.field_id, entry.text) for entry in read(fdf(top)).values] == [
        (ANAS_HOPES, "one"),
        (ANAS_HOPES, "two"),
    ]


def test_a_long_value_may_be_a_stream() -> None:
    others = b"7 0 obj\n" + stream(b"x" * 9999) + b"\nendobj\n"
    (entry,) = read(fdf(field(b"/V 7 0 R"), others=others)).values
    assert entry.text == "x" * 9999


@pytest.mark.parametrize(
    "typed",
    [
        b"1 0 obj << /FDF << /Fields [] >> >> endobj",
        b"\n1 0 obj\n<< >>\nendobj\n",
        b"trailer << /Root 9 0 R >>",
        b"%%EOF",
        b"stream\n endstream",
        b"startxref 7 xref",
    ],
)
def test_an_answer_in_the_files_own_language_is_an_answer(typed: bytes) -> None:
    assert the_text(b"/V (" + typed + b")") == typed.decode()


@pytest.mark.parametrize(
    ("name", "encoding"), [(b"Shift-JIS", "cp932"), (b"GBK", "gbk"), (b"BigFive", "big5"), (b"utf_8", "utf-8")]
)
def test_the_encoding_that_the_file_tells_is_that_of_strings_without_a_mark(name: bytes, encoding: str) -> None:
    hexed = "日本".encode(encoding).hex().encode()
    assert the_text(b"/V <%s>" % hexed, b"/Encoding /" + name) == "日本"
    assert the_text(b"/V " + text_string("日本"), b"/Encoding /" + name) == "日本"


def test_the_definition_in_the_hidden_field_gives_the_worksheet() -> None:
    hidden = field(b"/V " + text_string(canonical(definition(WORKSHEET))), f"{SLUG}/definition")
    assert read(fdf(field(b"/V (x)") + hidden)).worksheet == WORKSHEET


@pytest.mark.slow
@pytest.mark.parametrize("hostile", [b"(", b"stream\n", b"1 ", b"/Root ", b"1 0 obj "])
def test_hostile_data_end_soon(hostile: bytes) -> None:
    start = time.process_time()
    assert refusal(b"%FDF-1.2\n1 0 obj " + hostile * (6_000_000 // len(hostile))).startswith("a.fdf: ")
    assert time.process_time() - start < 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is not FDF"),
        (b"%PDF-1.7\n", "is not FDF"),
        (fdf(field(b"/V (x)")).removesuffix(END), "is damaged, cut off, encrypted or in an encoding that is not known"),
        (fdf(field(b"/V (x")), "is damaged, cut off, encrypted or in an encoding that is not known"),
        (fdf(b"").replace(b"/FDF", b"/Fdf"), "is damaged, cut off"),
        (fdf(field(b"/V (x)"), b"/Encoding /EBCDIC"), "is damaged, cut off"),
        (fdf(field(b"/V (x)", "street")), "the fields of a worksheet are of another form"),
        (fdf(b""), "the fields of a worksheet are not in it"),
        (fdf(field(b"/V (x)") * 21_000), "takes more time or memory"),
        (fdf(b"[" * 500_000), "a.fdf: "),
        (fdf(b"<< /T (a) /Kids [" * 2_000 + b"] >>" * 2_000), "a.fdf: "),
        (fdf(b"7 0 R", others=b"7 0 obj\n<< /T (a) /Kids [ 7 0 R ] >>\nendobj\n"), "are not in it"),
    ],
)
def test_what_is_not_a_worksheets_data_is_refused_in_a_line(data: bytes, words: str) -> None:
    assert words in refusal(data)
    assert "\n" not in refusal(data)


BOX = b"<< /Type /Annot /Subtype /FreeText /Page %d /Rect [1 1 9 9] /Contents (I hope we laugh) >>"


def test_what_stands_beside_the_fields_is_told_with_its_page_and_first_words() -> None:
    others = (
        b"<< /Subtype /Ink /Page 0 /Rect [1 1 9 9] >> << /Subtype /Link /Page 0 >> << /Subtype /FreeText /F 2 >> "
        b"<< /Subtype /Text /Page 99999999999 /Contents (note) >> (no annotation) 9 0 R"
    )
    form = read(fdf(field(b"/V (typed)"), b"/Annots [ %s %s ]" % (BOX % 1, others)))
    assert [entry.text for entry in form.values] == ["typed"]
    assert form.unplaced
    told = [remark.partition("a.fdf: ")[2] for remark in form.remarks]
    assert told[1:] == [
        "A text box on page 2 ('I hope we laugh') belongs to no field, and is not among the answers.",
        "A drawing by hand on page 1 belongs to no field, and is not among the answers.",
        "A note in it ('note') belongs to no field, and is not among the answers.",
    ]


@pytest.mark.parametrize(
    "entries",
    [b"/Rect [1 1 (x) 9] /Contents (precious)", b"/F /No /Contents (precious)", b"/Rect 9 0 R /RC (<p>precious</p>)"],
)
def test_a_text_box_that_is_damaged_is_told_all_the_same(entries: bytes) -> None:
    form = read(fdf(field(b"/V (typed)"), b"/Annots [ << /Subtype /FreeText /Page 0 %s >> ]" % entries))
    assert "A text box on page 1 ('precious') belongs to no field" in form.remarks[-1]


def test_comments_without_fields_are_refused_and_told() -> None:
    assert "are not in it, but one comment is, the first says 'I hope we laugh'; they are read in the PDF" in refusal(
        fdf(b"", b"/Annots [ %s ]" % (BOX % 1))
    )
    assert "but 2 comments are" in refusal(fdf(b"", b"/Annots [ %s %s ]" % (BOX % 1, BOX % 2)))


def test_more_comments_than_anybody_makes_are_refused() -> None:
    many = b"/Annots [ %s ]" % (b"<< /Subtype /Ink >> " * 10_000)
    assert "takes more time or memory" in refusal(fdf(field(b"/V (x)"), many))
