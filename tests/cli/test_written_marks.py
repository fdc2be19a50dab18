"""What people write beside the fields: with a viewer's pen, as text boxes and notes, into the page itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, worksheet

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

Rectangle = tuple[float, float, float, float]


def place_of(sheet: bytes, path: str) -> tuple[int, Rectangle]:
    """Return the index of the page and the rectangle of a field."""
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        for index, page in enumerate(pdf.pages):
            for widget in page.get("/Annots", []):
                if str(widget.get("/T", "")).endswith(path):
                    x1, y1, x2, y2 = map(float, widget.Rect)
                    return index, (x1, y1, x2, y2)
    raise LookupError(path)


def name_of(sheet: bytes, path: str) -> str:
    """Return the full name of a field."""
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        names = [str(widget.get("/T", "")) for page in pdf.pages for widget in page.get("/Annots", [])]
    return next(name for name in names if name.endswith(path))


def annotate(sheet: bytes, page: int, kind: str, rectangle: Rectangle, **entries: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        mark = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=list(rectangle))
        for name, value in entries.items():
            mark[f"/{name}"] = value
        pdf.pages[page].obj.Annots.append(pdf.make_indirect(mark))
        pdf.save(out)
    return out.getvalue()


def write_over(sheet: bytes, path: str, text: str, kind: str = "FreeText", **entries: object) -> bytes:
    page, rectangle = place_of(sheet, path)
    return annotate(sheet, page, kind, rectangle, Contents=text, **entries)


@pytest.fixture
def sheet(alliance: Terminal) -> bytes:
    return worksheet(alliance, *ANA_AND_BEN)


@pytest.mark.parametrize(
    ("path", "words", "where"),
    [
        ("answer/hopes/p1", b"We laugh", "Ana Lima's answer to 'hopes'"),
        ("agreement/1/what", b"We laugh", "Agreement 1"),
        ("review", b"We laugh", "The next review date"),
        ("meeting/place", b"We laugh", "The meeting's place"),
    ],
)
def test_a_text_box_over_an_empty_field_is_its_value(
    alliance: Terminal, sheet: bytes, path: str, words: bytes, where: str
) -> None:
    alliance.file("w.pdf", write_over(sheet, path, "We laugh"))
    ended = alliance("answers", "w.pdf", "--strict")
    assert ended.code == 0, ended.err
    assert words in ended.out
    assert f"{where} stands in a text box on page" in ended.err


def test_a_text_box_over_another_answer_is_a_conflict(alliance: Terminal, sheet: bytes) -> None:
    typed = fill(sheet, {"answer/hopes/p1": "typed"})
    alliance.file("w.pdf", write_over(typed, "answer/hopes/p1", "written over it"))
    ended = alliance("merge", "w.pdf", "-o", "m.pdf")
    assert ended.code == 4
    assert "typed" in ended.err
    assert "a text box on page" in ended.err
    assert not (alliance.folder / "m.pdf").exists()


def test_two_text_boxes_over_one_field_are_two_lines(alliance: Terminal, sheet: bytes) -> None:
    page, (left, low, right, high) = place_of(sheet, "answer/hopes/p1")
    middle = (low + high) / 2
    lower = annotate(sheet, page, "FreeText", (left, low, right, middle - 1), Contents="second")
    alliance.file("w.pdf", annotate(lower, page, "FreeText", (left, middle + 1, right, high), Contents="first"))
    assert b"      first\n      second\n" in alliance.done("answers", "w.pdf").out


def test_rich_text_of_a_text_box_is_read(alliance: Terminal, sheet: bytes) -> None:
    rich = "<body><p>one</p><p>two</p></body>"
    page, rectangle = place_of(sheet, "answer/hopes/p1")
    alliance.file("w.pdf", annotate(sheet, page, "FreeText", rectangle, RC=rich))
    assert b"      one\n      two\n" in alliance.done("answers", "w.pdf").out


def test_a_cross_over_a_tick_box_is_a_tick_and_another_word_is_told(alliance: Terminal, sheet: bytes) -> None:
    crossed = write_over(write_over(sheet, "pick/hopes/p1", "X"), "pick/tone/p2", "maybe")
    alliance.file("w.pdf", crossed)
    ended = alliance("answers", "w.pdf")
    assert b"Ana Lima: [hopes]" in ended.out
    assert b"tone]" not in ended.out
    assert "over Ben Okafor's pick of 'tone', ('maybe') belongs to no field" in ended.err


@pytest.mark.parametrize("kind", ["Ink", "Stamp", "Highlight", "Text"])
def test_what_is_no_text_is_told_with_its_page_and_field_and_strict_refuses_it(
    alliance: Terminal, sheet: bytes, kind: str
) -> None:
    alliance.file("w.pdf", write_over(fill(sheet, {"answer/tone/p2": "typed"}), "answer/hopes/p1", "", kind))
    for command, options in (("merge", ("-o", "m.pdf")), ("check", ()), ("verify", ())):
        ended = alliance(command, "w.pdf", *options)
        assert ended.code == 0
        assert "on page 2, over Ana Lima's answer to 'hopes', belongs to no field" in ended.err
    assert b"with marks that belong to no field" in alliance.done("verify", "w.pdf").out
    for command in ("answers", "check"):
        ended = alliance(command, "w.pdf", "--strict")
        assert ended.code == 3
        assert "carries drawings, notes or texts that belong to no field" in ended.err


def test_a_blank_sheet_with_a_drawing_is_not_called_blank_alone(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("w.pdf", write_over(sheet, "answer/hopes/p1", "", "Ink"))
    assert b"blank, with marks that belong to no field" in alliance.done("verify", "w.pdf").out


@pytest.mark.parametrize(
    ("kind", "entries"),
    [("Link", {}), ("Popup", {}), ("FreeText", {"F": 2}), ("FreeText", {"F": 32}), ("FreeText", {"Contents": " "})],
)
def test_what_nobody_sees_or_writes_with_is_passed_over(
    alliance: Terminal, sheet: bytes, kind: str, entries: dict[str, object]
) -> None:
    page, rectangle = place_of(sheet, "answer/hopes/p1")
    alliance.file("w.pdf", annotate(sheet, page, kind, rectangle, **({"Contents": "unseen"} | entries)))
    assert alliance.done("check", "w.pdf").err == ""


def test_what_was_written_into_a_page_is_told(alliance: Terminal, sheet: bytes) -> None:
    with pikepdf.open(io.BytesIO(fill(sheet, {"answer/tone/p2": "typed"}))) as pdf:
        pdf.pages[1].contents_add(b"BT /F1 12 Tf 100 600 Td (We laugh) Tj ET")
        pdf.save(alliance.folder / "w.pdf")
    ended = alliance("merge", "w.pdf", "-o", "m.pdf")
    assert "Page 2 is not drawn as it was composed" in ended.err
    assert alliance("check", "--strict", "w.pdf").code == 3


def test_text_boxes_in_xfdf_are_told(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("w.pdf", sheet)
    xfdf = alliance.done("answers", "w.pdf", "--format", "xfdf").out.replace(
        b"</xfdf>",
        b'<annots><freetext page="1" rect="70,600,270,700"><contents>I hope we laugh</contents></freetext>'
        b'<ink page="0" rect="1,1,9,9"/><text page="0" rect="1,1,9,9"><contents-richtext><body><p>a</p><p>b</p></body>'
        b"</contents-richtext></text></annots></xfdf>",
    )
    alliance.file("a.xfdf", xfdf)
    said = alliance("answers", "a.xfdf").err
    assert "A text box on page 2 ('I hope we laugh') belongs to no field" in said
    assert "A drawing by hand on page 1 belongs to no field" in said
    assert "A note on page 1 ('a b') belongs to no field" in said


def exported(sheet: bytes, path: str, text: str, form: str, value: str = "") -> bytes:
    """Data of the sheet's form that hold a value for a field, and a text box over it."""
    page, rectangle = place_of(sheet, path)
    box = ",".join(map(str, rectangle))
    name = name_of(sheet, path)
    if form == "xfdf":
        return (
            '<xfdf xmlns="http://ns.adobe.com/xfdf/"><fields>'
            f'<field name="{name}"><value>{value}</value></field></fields><annots>'
            f'<freetext page="{page}" rect="{box}"><contents>{text}</contents></freetext></annots></xfdf>'
        ).encode()
    annotation = f"<< /Subtype /FreeText /Page {page} /Rect [{box.replace(',', ' ')}] /Contents ({text}) >>"
    fields = f"<< /T ({name}) /V ({value}) >>"
    return (
        f"%FDF-1.2\n1 0 obj\n<< /FDF << /Fields [ {fields} ] /Annots [ {annotation} ] >> >>\nendobj\n"
        "trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    ).encode()


@pytest.mark.parametrize("form", ["xfdf", "fdf"])
@pytest.mark.parametrize("path", ["answer/hopes/p1", "meeting/place", "agreement/1/what"])
def test_a_text_box_in_exported_data_is_brought_to_its_field_by_the_worksheet(
    alliance: Terminal, sheet: bytes, path: str, form: str
) -> None:
    alliance.file("w.pdf", sheet)
    alliance.file(f"a.{form}", exported(sheet, path, "I hope we laugh", form))
    ended = alliance.done("merge", "w.pdf", f"a.{form}", "-o", "m.pdf")
    assert "stands in a text box on page" in ended.err
    assert "belongs to no field" not in ended.err
    assert "I hope we laugh" in alliance.done("answers", "m.pdf").text


@pytest.mark.parametrize("form", ["xfdf", "fdf"])
def test_a_text_box_in_exported_data_over_another_answer_is_a_conflict(
    alliance: Terminal, sheet: bytes, form: str
) -> None:
    alliance.file("w.pdf", sheet)
    alliance.file(f"a.{form}", exported(sheet, "answer/hopes/p1", "I hope we laugh", form, "typed"))
    ended = alliance("merge", "w.pdf", f"a.{form}", "-o", "m.pdf")
    assert ended.code == 4
    assert f"'I hope we laugh' (a.{form}, a text box on page 2)" in ended.err


def test_two_text_boxes_in_exported_data_over_one_field_are_two_lines(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("w.pdf", sheet)
    data = exported(sheet, "answer/hopes/p1", "I hope", "xfdf").decode()
    box = data[data.index("<freetext") : data.index("</annots>")]
    alliance.file("a.xfdf", data.replace(box, box + box.replace("I hope", "we laugh")).encode())
    ended = alliance.done("merge", "w.pdf", "a.xfdf", "-o", "m.pdf")
    assert ended.err.count("stands in a text box on page 2; it was taken.") == 1
    assert "      I hope\n      we laugh\n" in alliance.done("answers", "m.pdf").text


@pytest.mark.parametrize("form", ["xfdf", "fdf"])
def test_a_text_box_in_exported_data_beside_every_field_is_told(alliance: Terminal, sheet: bytes, form: str) -> None:
    alliance.file("w.pdf", fill(sheet, {"answer/tone/p2": "typed"}))
    _, (left, low, right, high) = place_of(sheet, "answer/hopes/p1")
    beside = exported(sheet, "answer/hopes/p1", "lost", form).decode()
    separator = "," if form == "xfdf" else " "
    old = separator.join(map(str, (left, low, right, high)))
    assert old in beside
    alliance.file(f"a.{form}", beside.replace(old, separator.join(map(str, (1, 1, 9, 9)))).encode())
    ended = alliance("merge", "w.pdf", f"a.{form}", "-o", "m.pdf")
    assert (ended.code, "('lost') belongs to no field" in ended.err) == (0, True)
