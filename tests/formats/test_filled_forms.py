from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.formats.filled_forms import PdfKind, read_forms, read_pdf
from generator.formats.filled_pdf.field_names import field_name
from generator.formats.filled_pdf.form_data import from_json
from generator.formats.filled_pdf.form_scan import scan_with_pypdf
from generator.formats.filled_pdf.pypdf_nodes import PypdfNode
from generator.formats.filled_pdf.reader import read_document
from generator.model.fields import CHECKED, FieldId
from generator.model.sources import list_fields
from generator.model.worksheet import canonical, definition, identity
from generator.pdf.syntax import literal
from tests.formats.pdfs import document, form, stream, text_string, widget
from tests.formats.worksheets import ANA_PICKS_HOPES, ANAS_HOPES, BLANK, WORKSHEET, read_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.returned_answers import FilledForm

SLUG = identity(WORKSHEET)
DEFINITION = canonical(definition(WORKSHEET))
HOPES = f"{SLUG}/answer/hopes/p1"
PICK = f"{SLUG}/pick/hopes/p1"


def texts(filled: FilledForm) -> list[tuple[FieldId, str]]:
    return [(entry.field_id, entry.text) for entry in filled.values]


def attached(data: bytes) -> dict[str, str]:
    return dict(read_document(data, "a.pdf").form_data.attachments)


def the_text(value: bytes) -> str:
    (entry,) = read_form(form([widget(HOPES, value)]), "a.pdf").values
    return entry.text


def whole_form(**given: str) -> list[bytes]:
    paths = [field_id.path for field_id in list_fields(WORKSHEET)]
    return [widget(f"{SLUG}/{path}", text_string(given[path]) if path in given else b"") for path in paths]


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_form(data, "a.pdf")
    (problem,) = caught.value.problems
    assert "\n" not in str(problem)
    return str(problem)


# What it reads


def drawn(value: bytes, kind: bytes = b"/Tx", further: Sequence[bytes] = ()) -> bytes:
    """Return a form whose first field shows a text; the appearance is object 6, further fields come behind."""
    field = widget(HOPES, value, b"/AP << /N 6 0 R >>").replace(b"/FT /Tx", b"/FT " + kind)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    content = b"/Tx BMC BT /F 9 Tf 12 TL 0 20 Td (caf\xe9 \\(one\\)) Tj T* (two) Tj ET EMC"
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /Font << /F %s >> >>" % font
    shown = [5, *range(7, 7 + len(further))]
    return form([field, stream(content, entries), *further], on_page=shown, in_form=shown)


@pytest.mark.parametrize("value", [b"", b"null"])
def test_what_a_field_without_a_value_shows_is_its_text_and_that_is_said(value: bytes) -> None:
    read = read_form(drawn(value), "a.pdf")
    assert texts(read) == [(ANAS_HOPES, "café (one)\ntwo")]
    assert "has no value; what the field shows was taken" in read.remarks[0]


def test_in_a_damaged_file_what_a_field_shows_is_no_answer_and_is_told() -> None:
    whole = drawn(b"")
    cut = read_form(whole[: whole.index(b"xref")], "a.pdf")
    assert texts(cut) == [(ANAS_HOPES, "")]
    assert "It is cut off" in cut.remarks[0]
    more = drawn(b"", further=[widget(f"{SLUG}/answer/tone/p1", b"(typed)")])
    repaired = read_form(more.replace(b"startxref\n", b"startxref\n9"), "a.pdf")
    assert {text for _, text in texts(repaired)} == {"", "typed"}
    assert "It is damaged" in repaired.remarks[0]
    assert "answer to 'hopes' is damaged beyond reading" in repaired.remarks[1]


def test_a_damaged_file_of_which_nothing_typed_can_be_read_is_refused() -> None:
    with pytest.raises(InvalidInput, match="is damaged, and nothing of what was typed in it can be read"):
        read_form(drawn(b"").replace(b"startxref\n", b"startxref\n9"), "a.pdf")


def test_an_answer_that_was_deleted_stays_deleted_whatever_the_field_still_shows() -> None:
    assert texts(read_form(drawn(b"()"), "a.pdf")) == [(ANAS_HOPES, "")]


def test_a_value_counts_whatever_the_field_shows() -> None:
    assert texts(read_form(drawn(b"(typed)"), "a.pdf")) == [(ANAS_HOPES, "typed")]


def test_a_picture_that_cannot_be_read_costs_nothing_else() -> None:
    damaged = drawn(b"").replace(b"/Encoding /WinAnsiEncoding", b"/Encoding << /Differences [[] (] >>")
    assert [field_id for field_id, _ in texts(read_form(damaged, "a.pdf"))] == [ANAS_HOPES]


def test_what_a_button_shows_is_no_text() -> None:
    assert texts(read_form(drawn(b"", b"/Btn"), "a.pdf")) == [(ANAS_HOPES, "")]


@pytest.mark.slow
def test_an_answer_as_long_as_may_be_is_read_and_a_longer_one_refused() -> None:
    longest = "ab\n" * 66_666 + "ab"
    assert texts(read_form(form([widget(HOPES, text_string(longest))]), "a.pdf")) == [(ANAS_HOPES, longest)]
    assert refusal(form([widget(HOPES, text_string(longest + "c"))])) == (
        "a.pdf: Person 1's answer to 'hopes' has 200,001 characters, and may have 200,000. Shorten it."
    )


def test_a_field_gives_its_slot_its_text_and_where_it_stood() -> None:
    (entry,) = read_form(form([widget(HOPES, text_string("Žluť αβγ 🦊"))]), "a.pdf").values
    assert (entry.field_id, entry.text, entry.place) == (ANAS_HOPES, "Žluť αβγ 🦊", f"field '{HOPES}'")


def test_an_empty_field_is_found_too() -> None:
    assert texts(read_form(form([widget(HOPES)]), "a.pdf")) == [(ANAS_HOPES, "")]


@pytest.mark.parametrize(
    "renamed",
    [
        HOPES,
        f"{HOPES}+1",
        f"1.{HOPES}",
        f"{HOPES} [83]",
        f"{HOPES}#1",
        f"{HOPES}_2",
        f"{HOPES}+1+2",
        f"doc.2.{HOPES} (3)",
    ],
)
def test_a_renamed_copy_is_the_same_slot(renamed: str) -> None:
    filled = read_form(form([widget(HOPES, b"(one)"), widget(renamed, b"(two)")]), "a.pdf")
    assert texts(filled) == [(ANAS_HOPES, "one"), (ANAS_HOPES, "two")]
    assert filled.identity == SLUG


@pytest.mark.parametrize(
    "name", ["name", "a/answer/hopes/p1", f"{SLUG}/answer/hopes/p0", f"{SLUG}/answer/hopes", f"{SLUG}/x", "x" * 9999]
)
def test_other_names_are_none_of_ours(name: str) -> None:
    assert field_name(name) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"(plain)", "plain"),
        (b"(caf\xe9 \x80)", "café •"),
        (text_string("a\rb\r\nc\nd"), "a\nb\nc\nd"),
        (b"<fffe" + "Ž".encode("utf-16-le").hex().encode() + b">", "Ž"),
        (b"<efbbbf" + "Ž".encode().hex().encode() + b">", "Ž"),
        (b"[(one) (two)]", "one\ntwo"),
        (b"7", "7"),
        (b"null", ""),
        (b"/Yes", "Yes"),
    ],
)
def test_every_kind_of_value_is_read(value: bytes, text: str) -> None:
    assert the_text(value) == text


def test_a_value_may_be_a_stream() -> None:
    data = form([widget(HOPES, b"6 0 R"), stream("\ufefflong Ž".encode("utf-16-be"))], on_page=[5], in_form=[5])
    assert texts(read_form(data, "a.pdf")) == [(ANAS_HOPES, "long Ž")]


def test_half_a_surrogate_pair_costs_that_character_only_and_is_told() -> None:
    filled = read_form(form([widget(HOPES, text_string("before \ud83e after"))]), "a.pdf")
    assert texts(filled) == [(ANAS_HOPES, "before � after")]
    assert any("Person 1's answer to 'hopes'" in remark for remark in filled.remarks)


def test_a_byte_that_is_not_defined_costs_that_character_only_and_is_told() -> None:
    filled = read_form(form([widget(HOPES, b"(\x8dslowly\x8e \x7f)")]), "a.pdf")
    assert texts(filled) == [(ANAS_HOPES, "“slowly” �")]
    assert any("lost characters of Person 1's answer to 'hopes'" in remark for remark in filled.remarks)


@pytest.mark.parametrize(
    ("value", "text", "guess"),
    [
        ("Solicitação – wir hören zu".encode(), "Solicitação – wir hören zu", "UTF-8"),
        ("Don’t rush – I’m “slow” … 10 €".encode("cp1252"), "Don’t rush – I’m “slow” … 10 €", "Windows-1252"),
        ("Grüße".encode("utf-16-le"), "Grüße", "UTF-16"),
    ],
)
def test_an_encoding_that_no_pdf_may_have_is_understood_and_told(value: bytes, text: str, guess: str) -> None:
    filled = read_form(form([widget(HOPES, literal(value))]), "a.pdf")
    assert texts(filled) == [(ANAS_HOPES, text)]
    assert any(f"it was read as {guess}. Look whether it is right." in remark for remark in filled.remarks)


@pytest.mark.parametrize("value", [b"I listen first\0", b"\xfe\xff" + "I listen first\0".encode("utf-16-be"),
                                   b"\xfe\xff" + "\x1benUS\x1bI listen first".encode("utf-16-be")])  # fmt: skip
def test_what_is_no_part_of_the_text_goes_without_a_word(value: bytes) -> None:
    filled = read_form(form([widget(HOPES, literal(value))]), "a.pdf")
    assert texts(filled) == [(ANAS_HOPES, "I listen first")]
    assert not any("lost" in remark or "encoding" in remark for remark in filled.remarks)


def test_a_field_whose_name_ends_in_nul_is_known() -> None:
    data = form([widget(HOPES, b"(x)").replace(b"/p1)", b"/p1\\000)")])
    assert texts(read_form(data, "a.pdf")) == [(ANAS_HOPES, "x")]


def test_rich_text_in_a_stream_is_utf_8_and_its_blocks_are_lines() -> None:
    rich = stream("<body><p>häl<br/>two</p>\n<p>&#160;</p><div>four</div><div>five</div> six</body>".encode())
    data = form([widget(HOPES, b"null", b"/RV 6 0 R"), rich], on_page=[5], in_form=[5])
    assert texts(read_form(data, "a.pdf")) == [(ANAS_HOPES, "häl\ntwo\n\nfour\nfive\n six")]


def test_the_rich_value_counts_only_where_the_plain_one_is_missing() -> None:
    rich = b"/RV (<body><p>one &amp;</p><p>two</p></body>)"
    assert the_text(b"(plain) " + rich) == "plain"
    assert the_text(b"null " + rich) == "one &\ntwo"


@pytest.mark.parametrize(
    ("value", "ticked"),
    [
        (b"/V /Yes", True),
        (b"/V /On", True),
        (b"/V /1", True),
        (b"/V /Off", False),
        (b"/V /Off /AS /Yes", True),
        (b"/V /Yes /AS /Off", True),
        (b"/V /No /AS /No", False),
        (b"/V (0)", False),
        (b"/V (false)", False),
        (b"/V /Maybe", False),
        (b"/V (Yes)", True),
        (b"/V (Off)", False),
        (b"/V ()", False),
        (b"/AS /Yes", True),
        (b"/AS /Off", False),
        (b"", False),
    ],
)
def test_a_tick_is_a_word_that_means_yes_in_the_value_or_in_what_is_shown(value: bytes, ticked: bool) -> None:  # noqa: FBT001 - a row of the table
    data = form([widget(PICK, b"", value.replace(b"/Tx", b"/Btn"))])
    assert texts(read_form(data, "a.pdf")) == [(ANA_PICKS_HOPES, CHECKED if ticked else "")]


def test_a_tick_may_be_shown_by_a_kid_of_its_field() -> None:
    nodes = [
        b"<< /FT /Btn /Kids [6 0 R] /T %s >>" % text_string(PICK),
        b"<< /Subtype /Widget /Parent 5 0 R /AS /Yes >>",
    ]
    assert texts(read_form(form(nodes, on_page=[], in_form=[5]), "a.pdf")) == [(ANA_PICKS_HOPES, CHECKED)]


def test_names_and_values_are_inherited_from_parents() -> None:
    nodes = [
        b"<< /T (copy) /Kids [6 0 R] >>",
        b"<< /Parent 5 0 R /FT /Tx /V (typed) /Kids [7 0 R 8 0 R] /T %s >>" % text_string(HOPES),
        b"<< /Subtype /Widget /Parent 6 0 R >>",
        b"<< /Subtype /Widget /Parent 6 0 R >>",
    ]
    for on_page, in_form in (([7, 8], [5]), ([7, 8], []), ([], [5])):
        filled = read_form(form(nodes, on_page=on_page, in_form=in_form), "a.pdf")
        assert texts(filled) == [(ANAS_HOPES, "typed")]


@pytest.mark.parametrize(("on_page", "in_form"), [([5], []), ([], [5]), ([5], [5]), ([5, 5], [5, 5])])
def test_a_field_reached_by_any_way_is_found_once(on_page: list[int], in_form: list[int]) -> None:
    data = form([widget(HOPES, b"(typed)")], on_page=on_page, in_form=in_form)
    assert texts(read_form(data, "a.pdf")) == [(ANAS_HOPES, "typed")]


def test_a_form_without_its_dictionary_is_still_read() -> None:
    data = form([widget(HOPES, b"(typed)")]).replace(b"/AcroForm", b"/Detached")
    assert texts(read_form(data, "a.pdf")) == [(ANAS_HOPES, "typed")]


def test_a_malformed_field_costs_only_itself() -> None:
    data = form([widget(HOPES, b"(typed)"), b"<< /T 9 0 R /FT /Btn", widget(PICK, b"/Yes"), b"(string)"])
    assert texts(read_form(data, "a.pdf")) == [(ANAS_HOPES, "typed"), (ANA_PICKS_HOPES, CHECKED)]


def test_a_form_filled_by_pypdf_is_read_back() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(form([widget(HOPES, b"(old)", b"/DA (/Helv 9 Tf)")])))
    annotation = writer.pages[0]["/Annots"][0].get_object()  # type: ignore[index]
    annotation[pypdf.generic.NameObject("/V")] = pypdf.generic.TextStringObject("new Ω")
    out = io.BytesIO()
    writer.write(out)
    assert texts(read_form(out.getvalue(), "a.pdf")) == [(ANAS_HOPES, "new Ω")]


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1b"), max_size=60))
def test_any_text_is_read_back_with_line_ends_as_newlines(text: str) -> None:
    text = text.rstrip("\0")  # some programs put it behind a text, and it goes
    data = form([widget(HOPES, text_string(text))])
    filled = from_json(scan_with_pypdf(data))
    assert [field.text for field in filled.fields] == [text.replace("\r\n", "\n").replace("\r", "\n")]


# The worksheet it belongs to


def test_the_definition_is_read_from_the_attachment() -> None:
    data = form([widget(HOPES)], attached=[("other.txt", b"x"), ("worksheet.json", DEFINITION.encode())])
    assert read_form(data, "a.pdf").worksheet == WORKSHEET


def test_the_definition_is_read_from_the_hidden_field_where_the_attachment_is_gone() -> None:
    filled = read_form(form([widget(HOPES), widget(f"{SLUG}/definition", b"(" + DEFINITION.encode() + b")")]), "a.pdf")
    assert filled.worksheet == WORKSHEET
    assert texts(filled) == [(ANAS_HOPES, "")]


def test_a_definition_that_is_not_this_forms_is_passed_over() -> None:
    other = DEFINITION.replace("Designing", "Breaking").encode()
    hidden = widget(f"{SLUG}/definition", b"(" + DEFINITION.encode() + b")")
    data = form([widget(HOPES), hidden], attached=[("worksheet.json", other)])
    assert read_form(data, "a.pdf").worksheet == WORKSHEET


@pytest.mark.parametrize("attachment", [b"{", b"[" * 99_999, b"\xff", DEFINITION.encode().ljust(4_100_000), b""])
def test_a_form_without_a_whole_definition_is_read_with_a_remark(attachment: bytes) -> None:
    filled = read_form(form([widget(HOPES, b"(typed)")], attached=[("worksheet.json", attachment)]), "a.pdf")
    assert filled.worksheet is None
    assert filled.remarks == ("a.pdf: The description of the worksheet in it is missing or damaged.",)


def test_a_form_of_a_newer_version_is_refused() -> None:
    newer = DEFINITION.replace('"version":1', '"version":3')
    for data in (
        form([widget(HOPES)], attached=[("worksheet.json", newer.encode())]),
        form([widget(HOPES), widget(f"{SLUG}/definition", b"(" + newer.encode() + b")")]),
    ):
        with pytest.raises(InvalidInput) as refused:
            read_form(data, "a.pdf")
        assert str(refused.value).startswith(
            "a.pdf: a newer version of this program made it (format 3; this one knows 2)"
        )


def test_a_whole_form_needs_no_remark() -> None:
    data = form(whole_form(review="1 March"), attached=[("worksheet.json", DEFINITION.encode())])
    assert read_form(data, "a.pdf").remarks == ()


def test_missing_fields_are_counted_and_named() -> None:
    data = form(whole_form(review="1 March")[2:], attached=[("worksheet.json", DEFINITION.encode())])
    (remark,) = read_form(data, "a.pdf").remarks
    assert "27 of 29 fields found, 1 answered, 2 missing: the name of person 1, the name of person 2." in remark


def test_text_in_fields_that_the_worksheet_does_not_have_is_told() -> None:
    fields = [*whole_form(), widget(f"{SLUG}/answer/unknown/p1", b"(typed)")]
    (remark,) = read_form(form(fields, attached=[("worksheet.json", DEFINITION.encode())]), "a.pdf").remarks
    assert "answer/unknown/p1" in remark


def test_a_file_tells_what_it_is() -> None:
    assert read_pdf(form([widget(HOPES)]), "a.pdf").kind is PdfKind.WORKSHEET
    assert read_pdf(form([], attached=[("alliance.json", b"{}")]), "a.pdf").kind is PdfKind.ALLIANCE
    assert read_pdf(form([widget("street")]), "a.pdf").kind is PdfKind.FOREIGN


def test_an_attachment_is_found_in_the_name_tree_and_by_association() -> None:
    plain = form([], attached=[("alliance.json", b'{"a": 1}')])
    assert attached(plain).get("alliance.json") == '{"a": 1}'
    assert attached(plain).get("worksheet.json") is None
    associated = form([], attached=[("alliance.json", b"{}")], catalogue=b"/AF [6 0 R]").replace(
        b"/Names <<", b"/Nomen <<"
    )
    assert attached(associated).get("alliance.json") == "{}"


# What it refuses

WHOLE = form([widget(HOPES, b"(typed)")])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"people: [Ana]", "is not a PDF"),
        (b"%PDF-1.7\n%%EOF", "is damaged"),
        (form([]), "has no form fields"),
        (form([widget("street", b"(x)")]), "none of a worksheet"),
        (form([], attached=[("alliance.json", b"{}")]), "is a finished alliance"),
    ],
)
def test_what_is_no_filled_worksheet_is_refused(data: bytes, words: str) -> None:
    assert words in refusal(data)


def scan(content: bytes) -> bytes:
    """Return a page that is a picture, as scanners make it, with this content over it."""
    picture = b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"
    resources = b"/Resources << /XObject << /I 5 0 R >> /Font << /F %s >> >>" % font
    return document({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % resources,
        4: stream(b"q 595 0 0 842 0 0 cm /I Do Q " + content),
        5: stream(bytes(4), picture),
    })  # fmt: skip


def test_a_scan_is_called_one_and_a_picture_with_text_is_not() -> None:
    assert refusal(scan(b"")).startswith("a.pdf: is a scan: pictures of pages, without any text. It cannot be read")
    assert "has no form fields" in refusal(scan(b"BT /F 9 Tf (Hopes) Tj ET"))


def test_a_file_of_several_worksheets_is_a_form_of_each() -> None:
    other = identity(BLANK)
    fields = [widget(HOPES, b"(Ana's)"), widget(f"{other}/answer/hopes/p1", b"(theirs)"), widget(f"{SLUG}/review")]
    definitions = [("worksheet.json", canonical(definition(each)).encode()) for each in (BLANK, WORKSHEET)]
    first, second = read_forms(form(fields, attached=definitions), "joined.pdf")
    assert (first.identity, first.worksheet, texts(first)[0][1]) == (SLUG, WORKSHEET, "Ana's")
    assert (second.identity, second.worksheet, texts(second)[0][1]) == (other, BLANK, "theirs")


def test_a_flattened_copy_is_told_what_to_do() -> None:
    assert "save the form instead" in refusal(form([]))


@pytest.mark.parametrize("password", ["secret", ""])
def test_strong_encryption_is_read_only_without_a_password_and_with_what_decrypts_it(password: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(WHOLE))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    if password or pypdf._crypt_providers.crypt_provider[0] == "local_crypt_fallback":  # noqa: SLF001 - no public way
        assert "is encrypted" in refusal(out.getvalue())
    else:
        assert texts(read_form(out.getvalue(), "a.pdf")) == [(ANAS_HOPES, "typed")]


@pytest.mark.parametrize("password", ["secret", ""])
def test_weak_encryption_is_read_where_no_password_is_asked_for(password: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(WHOLE))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    if password:
        assert "is encrypted" in refusal(out.getvalue())
    else:
        assert texts(read_form(out.getvalue(), "a.pdf")) == [(ANAS_HOPES, "typed")]


@pytest.mark.parametrize(
    ("value", "state", "ticked"),
    [("Yes", "Yes", True), ("Yes", "Off", False), ("Off", "Yes", False), ("Off", "Off", False)],
)
def test_of_a_box_that_was_composed_ticked_what_was_changed_counts(value: str, state: str, ticked: bool) -> None:  # noqa: FBT001 - a row of the table
    box = widget(PICK, b"", f"/V /{value} /AS /{state}".encode())
    hidden = widget(f"{SLUG}/definition", text_string(DEFINITION))
    found = dict(texts(read_form(form([box, hidden]), "a.pdf")))
    assert found[ANA_PICKS_HOPES] == (CHECKED if ticked else "")


def test_what_is_drawn_and_mostly_cannot_be_read_is_no_answer_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PypdfNode, "read_appearance", lambda _: "\N{REPLACEMENT CHARACTER}" * 3 + "ab")
    filled = read_form(drawn(b""), "a.pdf")
    assert texts(filled) == [(ANAS_HOPES, "")]
    assert "Person 1's answer to 'hopes' is damaged beyond reading." in filled.remarks[0]
