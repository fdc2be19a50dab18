from datetime import UTC, datetime

import pytest
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from generator.pdf import Attachment, Properties
from generator.typesetting.page import Tag
from tests.pdf.sheets import SAMPLE, Sheet, archived, form, kept, looked_up, one_line, opened, small_form

NOON = datetime(2026, 12, 4, 12, 30, tzinfo=UTC)
FULL = Properties("A “title” & <more> Ж", "en-GB", "Ana Lima", "A subject", NOON)


def xmp(data: bytes) -> str:
    found = looked_up(opened(data).root_object, "/Metadata")
    assert isinstance(found, StreamObject)
    return found.get_data().decode()


def test_a_form_claims_pdf_ua_and_not_pdf_a() -> None:
    packet = xmp(form(small_form()))
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "pdfaid:part>" not in packet


def test_a_kept_document_claims_pdf_a_3a_too() -> None:
    packet = xmp(archived(kept()))
    assert "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>" in packet


def test_both_places_of_metadata_say_the_same() -> None:
    reader = opened(form(one_line(), FULL))
    packet, information = reader.xmp_metadata, reader.metadata
    assert packet is not None
    assert information is not None
    assert packet.dc_title == {"x-default": FULL.title}
    assert (information.title, information.author, information.subject) == (FULL.title, "Ana Lima", "A subject")
    assert packet.dc_creator == ["Ana Lima"]
    assert packet.xmp_create_date == NOON.replace(tzinfo=None)
    assert information.creation_date == NOON


def test_a_title_with_control_characters_makes_no_broken_packet() -> None:
    reader = opened(form(one_line(), Properties("a\x07b", "en")))
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": "a\ufffdb"}
    assert reader.metadata is not None
    assert reader.metadata.title == "a\ufffdb"


def test_without_a_date_the_file_tells_none() -> None:
    data = form(one_line())
    assert "Date" not in xmp(data)
    assert "/CreationDate" not in (opened(data).metadata or {})


def test_the_language_and_the_title_bar_are_set() -> None:
    root = opened(form(one_line())).root_object
    assert looked_up(root, "/Lang") == "en-GB"
    assert looked_up(root, "/ViewerPreferences", "/DisplayDocTitle") == True  # noqa: E712 - pypdf's own boolean


def test_the_colour_profile_is_as_long_as_it_says() -> None:
    intents = looked_up(opened(archived(kept())).root_object, "/OutputIntents")
    assert isinstance(intents, ArrayObject)
    intent = intents[0].get_object()
    assert isinstance(intent, DictionaryObject)
    profile = looked_up(intent, "/DestOutputProfile")
    assert isinstance(profile, StreamObject)
    data = profile.get_data()
    assert int.from_bytes(data[:4], "big") == len(data)
    assert data[36:40] == b"acsp"


def test_only_a_kept_document_has_an_output_intent() -> None:
    assert "/OutputIntents" in opened(archived(kept())).root_object
    assert "/OutputIntents" not in opened(form(small_form())).root_object


def test_an_attachment_comes_out_as_it_went_in() -> None:
    attached = Attachment("alliance.json", "application/json", "The data", b'{"a": 1}')
    reader = opened(archived(kept(), attachments=(attached,)))
    assert reader.attachments == {"alliance.json": [b'{"a": 1}']}
    specification = looked_up(reader.root_object, "/AF", 0)
    assert looked_up(specification, "/AFRelationship") == "/Source"
    assert looked_up(specification, "/EF", "/F", "/Subtype") == "/application/json"


@pytest.mark.parametrize(
    ("modified", "written"), [(None, "D:20000101000000+00'00'"), (NOON, "D:20261204123000+00'00'")]
)
def test_an_attachment_always_has_a_date(modified: datetime | None, written: str) -> None:
    attached = Attachment("a.json", "application/json", "", b"{}", modified=modified)
    root = opened(archived(kept(), attachments=(attached,))).root_object
    assert looked_up(root, "/AF", 0, "/EF", "/F", "/Params", "/ModDate") == written


def test_headings_become_bookmarks_under_each_other() -> None:
    sheet = Sheet()
    for text, tag in (("Title", Tag.H1), ("First part", Tag.H2), ("Second part", Tag.H2)):
        sheet.line(700, text, tag)
    first, below = opened(form(sheet.finished())).outline
    assert not isinstance(first, list)
    assert isinstance(below, list)
    assert (first.title, [each.title for each in below if not isinstance(each, list)]) == (
        "Title",
        ["First part", "Second part"],
    )


def titles(outline: object) -> object:
    """The titles of bookmarks, those below one in a list behind it."""
    return [titles(entry) if isinstance(entry, list) else entry.title for entry in outline]  # type: ignore[attr-defined]


def test_questions_have_bookmarks_below_their_section_which_is_closed_and_stands_there_once() -> None:
    sheet = Sheet()
    for text, tag in (("T", Tag.H1), ("A", Tag.H2), ("B", Tag.H2), ("A", Tag.H2), ("Why?", Tag.H3), ("Who?", Tag.H3)):
        sheet.line(700, text, tag)
    sheet.line(600, "End", Tag.H2)
    reader = opened(form(sheet.finished()))
    assert titles(reader.outline) == ["T", ["B", "A", ["Why?", "Who?"], "End"]]
    root = looked_up(reader.root_object, "/Outlines")
    section = looked_up(root, "/First", "/First", "/Next")
    assert (looked_up(root, "/Count"), looked_up(section, "/Title"), looked_up(section, "/Count")) == (4, "A", -2)


def test_a_single_heading_becomes_no_bookmark() -> None:
    assert opened(form(one_line(), SAMPLE)).outline == []
