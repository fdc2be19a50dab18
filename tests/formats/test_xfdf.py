from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.formats.xfdf import read_xfdf, write_texts, write_xfdf
from generator.model.answers import Agreement, Answers
from generator.model.fields import CHECKED, FieldId, FieldKind
from generator.model.merging import merge
from generator.model.sources import Source
from generator.model.worksheet import canonical, definition, identity
from tests.formats.worksheets import ANA_PICKS_HOPES, ANAS_HOPES, WORKSHEET

if TYPE_CHECKING:
    from generator.model.returned_answers import FilledForm

SLUG = identity(WORKSHEET)
HOPES = f"{SLUG}/answer/hopes/p1"


def xfdf(fields: str, head: str = "") -> bytes:
    start = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<xfdf xmlns="http://ns.adobe.com/xfdf/" xml:space="preserve">'
    )
    return f'{start}<f href="w.pdf"/><fields>{fields}</fields><annots/></xfdf>'.encode()


def field(content: str, name: str = HOPES) -> str:
    return f'<field name="{name}">{content}</field>'


def read(fields: str) -> FilledForm:
    (form,) = read_xfdf(xfdf(fields), "a.xfdf")
    return form


def the_text(content: str) -> str:
    (entry,) = read(field(content)).values
    return entry.text


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_xfdf(data, "a.xfdf")
    (problem,) = caught.value.problems
    return str(problem)


# Reading


def test_a_field_gives_its_slot_its_text_and_where_it_stood() -> None:
    filled = read(field("<value>Žluť &amp; αβγ 🦊</value>"))
    (entry,) = filled.values
    assert (entry.field_id, entry.text, entry.place) == (ANAS_HOPES, "Žluť & αβγ 🦊", f"field '{HOPES}'")
    assert filled.identity == SLUG


def test_a_line_end_is_kept_wherever_the_parser_parts_a_long_text() -> None:
    text = "\n".join(["a" * 8192, "b" * 8192, "", " ", "c"])
    assert the_text(f"<value>{text}</value>") == text


def test_nested_names_are_joined_and_renamed_copies_are_the_same_slot() -> None:
    nested = field(field("<value>one</value>") + field("<value>two</value>", f"{HOPES}#1"), "1")
    assert [(entry.field_id, entry.text) for entry in read(nested).values] == [(ANAS_HOPES, "one"), (ANAS_HOPES, "two")]


def test_kids_that_are_numbers_are_copies_of_their_parents_field() -> None:
    copies = field(field("<value>one</value>", "0") + field("<value>two</value>", "1"))
    assert [(entry.field_id, entry.text) for entry in read(copies).values] == [(ANAS_HOPES, "one"), (ANAS_HOPES, "two")]


@pytest.mark.parametrize(("state", "text"), [("Yes", CHECKED), ("Off", ""), ("", "")])
def test_a_tick_is_a_state_that_is_not_off(state: str, text: str) -> None:
    (entry,) = read(field(f"<value>{state}</value>", f"{SLUG}/pick/hopes/p1")).values
    assert (entry.field_id, entry.text) == (ANA_PICKS_HOPES, text)


@pytest.mark.parametrize("content", ["", "<value/>", "<value></value>"])
def test_an_empty_field_is_found_too(content: str) -> None:
    assert the_text(content) == ""


def test_every_line_end_is_a_line_feed() -> None:
    assert the_text("<value>a&#xD;b&#xD;&#xA;c\r\nd\n\n</value>") == "a\nb\nc\nd\n\n"


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        ("<p>one <b>two</b></p>", "one two"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one</p>\n  <p></p>\n  <p>two</p>\n", "one\n\ntwo"),
        ("<p>one<br/>two</p>", "one\ntwo"),
        ("<div><p>one</p></div><div><p>two</p></div>", "one\ntwo"),
        ("<span>one</span> <span>two</span>", "one two"),
        ("<p>a &lt;value&gt; &#x2014;</p>", "a <value> —"),
    ],
)
def test_rich_text_is_reduced_to_its_text_where_there_is_no_value(rich: str, text: str) -> None:
    body = f'<value-richtext><body xmlns="http://www.w3.org/1999/xhtml">{rich}</body></value-richtext>'
    assert the_text(body) == text
    assert the_text(f"{body}<value>plain</value>") == "plain"
    assert the_text(f"<value></value>{body}") == ""


def test_the_definition_in_the_hidden_field_gives_the_worksheet() -> None:
    json = canonical(definition(WORKSHEET)).replace("&", "&amp;").replace("<", "&lt;")
    filled = read(field("<value>x</value>") + field(f"<value>{json}</value>", f"{SLUG}/definition"))
    assert filled.worksheet == WORKSHEET
    assert "1 of 29 fields found, 1 answered, 28 missing: " in filled.remarks[0]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_that_are_declared_are_read(encoding: str) -> None:
    data = xfdf(field("<value>é</value>")).decode().replace('"UTF-8"', f'"{encoding}"').encode(encoding)
    (entry,) = read_xfdf(data, "a.xfdf")[0].values
    assert entry.text == "é"


# Refusing


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "a.xfdf:1:1: this is not XML: no element found"),
        (b"hello", "a.xfdf:1:1: this is not XML"),
        (xfdf(field("<value>x</value>"))[:-9], "this is not XML"),
        (xfdf(field("<value>\xe9</value>")).replace("\xe9".encode(), b"\xe9"), "a.xfdf:2:"),
        (xfdf("").replace(b"UTF-8", b"no-such"), "encoding"),
        (b"<html><body/></html>", "a.xfdf:1:1: this is not XFDF: it begins with <html>, not with <xfdf>"),
        (xfdf("", "<!DOCTYPE xfdf>"), "a.xfdf:2:15: a DOCTYPE is not allowed"),
        (xfdf("", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "a DOCTYPE is not allowed"),
        (xfdf("<field>" * 200 + "</field>" * 200), "nesting deeper than 50 levels"),
        (xfdf("<field/>" * 20_001), "more than 20,000 fields"),
        (xfdf(field(f"<value>{'x' * 4_000_001}</value>")), "more than 4,000,000 characters"),
        (b" " * 8_000_001, "larger than 8 MB"),
        (xfdf(field("<value>x</value>", "street")), "the fields of a worksheet are of another form"),
        (xfdf(""), "the fields of a worksheet are not in it"),
    ],
)
def test_what_is_not_a_worksheets_data_is_refused_in_a_line(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_the_data_of_two_worksheets_are_two_forms() -> None:
    other = field("<value>y</value>", f"0123456789{HOPES[10:]}")
    forms = read_xfdf(xfdf(field("<value>x</value>") + other), "a.xfdf")
    assert [(form.identity, form.values[0].text) for form in forms] == [(SLUG, "x"), ("0123456789", "y")]


# Writing

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t<&>'\"\x85\u2028"), max_size=30)
writable = texts.filter(lambda text: text == text.strip() and not {"\ufffe", "\uffff", "\x85"} & set(text))


@st.composite
def any_answers(draw: st.DrawFn) -> Answers:
    questions = st.sampled_from([question.id for question in WORKSHEET.bank.every_question()])
    some = writable.filter(bool)
    return Answers(
        names=WORKSHEET.people.names,
        date=draw(some),
        place=draw(some),
        picks=tuple(draw(st.sampled_from([(), ("hopes",), ("assumptions", "way-back")])) for _ in range(2)),
        texts=draw(st.dictionaries(st.tuples(questions, st.integers(0, 1)), some, max_size=5)),
        agreements=tuple(draw(st.lists(st.builds(Agreement, some, writable), max_size=6))),
        review=draw(writable),
        signed=(draw(writable), draw(writable)),
    )


@given(answers=any_answers())
def test_what_is_written_as_xfdf_joins_into_the_same_answers(answers: Answers) -> None:
    (filled,) = read_xfdf(write_xfdf(answers, WORKSHEET, SLUG).encode(), "a.xfdf")
    assert filled.worksheet == WORKSHEET
    assert merge(WORKSHEET, [Source("a.xfdf", filled.values, SLUG)], None) == answers


def test_every_field_of_the_worksheet_is_written() -> None:
    answers = Answers(("", ""), "", "", ((), ()), {}, (), "", ("", ""))
    (filled,) = read_xfdf(write_xfdf(answers, WORKSHEET, SLUG).encode(), "a.xfdf")
    assert filled.remarks == ()


def test_what_a_terminal_might_obey_is_a_reference_or_replaced() -> None:
    answers = Answers(("", ""), "", "", ((), ()), {("hopes", 0): "a\x1b[1m\x9b\u202e\xa0\ud800"}, (), "", ("", ""))
    written = write_xfdf(answers, WORKSHEET, SLUG)
    assert "<value>a\ufffd[1m\ufffd&#x202e;&#xa0;\ufffd</value>" in written
    assert written.replace("\n", "").isprintable()


def test_comments_without_fields_are_refused_and_told() -> None:
    data = (
        b'<xfdf xmlns="http://ns.adobe.com/xfdf/"><annots><ink page="0"/>'
        b'<freetext page="1"><contents>I hope</contents></freetext></annots></xfdf>'
    )
    with pytest.raises(InvalidInput, match="are not in it, but 2 comments are, the first says 'I hope'"):
        read_xfdf(data, "a.xfdf")


def test_texts_that_answers_may_hold_are_not_told_as_left_out() -> None:
    texts = {FieldId(FieldKind.AGREED_WHAT, number=row): f"Promise {row}" for row in range(7)}
    (form,) = read_xfdf(write_texts(texts, WORKSHEET, SLUG).encode(), "a.xfdf")
    agreed = merge(WORKSHEET, [Source("a.xfdf", form.values, SLUG)], None).agreements
    assert [agreement.what for agreement in agreed] == list(texts.values())
    assert form.remarks == ()


@pytest.mark.parametrize(
    "strange",
    [
        FieldId(FieldKind.ANSWER, "nowhere"),
        FieldId(FieldKind.ANSWER, "hopes", 5),
        FieldId(FieldKind.PICK, "support"),
        FieldId(FieldKind.KEPT),
    ],
)
def test_texts_that_no_answers_hold_are_told_as_left_out(strange: FieldId) -> None:
    (form,) = read_xfdf(write_texts({strange: "Yes"}, WORKSHEET, SLUG).encode(), "a.xfdf")
    assert strange.path in form.remarks[0]
    assert "left out" in form.remarks[0]
