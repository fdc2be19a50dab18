import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import ByteStringObject, TextStringObject, read_object

from generator.pdf import syntax


@pytest.mark.parametrize(
    ("value", "written"),
    [(1, "1"), (0.5, "0.5"), (841.8898, "841.89"), (-0.001, "0"), (1e-9, "0"), (2383.94, "2383.94"), (100, "100")],
)
def test_numbers_are_short_and_have_no_exponent(value: float, written: str) -> None:
    assert syntax.number(value) == written


def test_a_name_escapes_what_would_end_it() -> None:
    assert syntax.name("application/json#1 ž") == b"/application#2Fjson#231#20#C5#BE"


def test_typographic_text_takes_one_byte_for_a_character() -> None:
    assert syntax.text_string("Ana’s “é”") == b"(Ana\x90s \x8d\xe9\x8e)"


def test_other_text_is_utf_16() -> None:
    assert syntax.text_string("Ж") == b"(\xfe\xff\x04\x16)"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back_equal(text: str) -> None:
    found = read_object(io.BytesIO(syntax.text_string(text) + b" "), None)
    assert isinstance(found, TextStringObject | ByteStringObject)
    assert found == text or not text


def test_a_string_escapes_what_a_reader_would_change() -> None:
    assert syntax.literal(b"(\r\n\\)") == b"(\\(\\r\\n\\\\\\))"


def test_a_date_tells_its_offset() -> None:
    assert (
        syntax.date(datetime(2026, 12, 4, 12, 30, tzinfo=timezone(-timedelta(hours=5)))) == b"(D:20261204123000-05'00')"
    )
    assert syntax.date(datetime(2026, 12, 4, tzinfo=UTC)) == b"(D:20261204000000+00'00')"
