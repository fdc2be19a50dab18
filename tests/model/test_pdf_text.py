from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.pdf_text import (
    DecodedText,
    decode_text_stream,
    decode_text_string,
    encode_doc,
    encode_wide,
    is_encodable,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"])).filter(
    lambda text: not text.endswith("\0") and "\x1b" not in text
)


def encode(text: str) -> bytes:
    return encode_doc(text) if is_encodable(text) else b"\xfe\xff" + encode_wide(text)


@given(TEXTS)
def test_what_is_written_is_read_back(text: str) -> None:
    assert decode_text_string(encode(text)) == DecodedText(text)


@given(st.text(st.sampled_from("aÃ©¼â™ﬁﬂŒŠ •10t")))
def test_what_looks_like_another_encoding_is_read_back_too(text: str) -> None:
    assert decode_text_string(encode(text)) == DecodedText(text)


@pytest.mark.parametrize(
    ("mark", "codec"), [(b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8")]
)
@given(text=TEXTS)
def test_a_mark_tells_the_encoding(mark: bytes, codec: str, text: str) -> None:
    for end in ("", "\0"):
        assert decode_text_string(mark + (text + end).encode(codec)) == DecodedText(text)


@given(st.binary(), st.sampled_from(["", "utf-8", "cp932", "big5"]))
def test_any_bytes_are_decoded(data: bytes, encoding: str) -> None:
    for decoded in (decode_text_string(data, encoding), decode_text_stream(data, encoding)):
        assert decoded.text.encode().decode() == decoded.text


@pytest.mark.parametrize("text", ["Grüße", "Łódź", "Привет", "你好", "– “ja”"])
def test_utf_8_without_a_mark_is_told(text: str) -> None:
    assert decode_text_string(text.encode()) == DecodedText(text, guess="UTF-8")


@pytest.mark.parametrize(
    "text", ["don’t hören", "a “slow” one", "wait — yes – no", "and he said—yes", "10 €, not 12 €."]
)
def test_windows_1252_is_told_where_it_alone_makes_sense(text: str) -> None:
    found = decode_text_string(text.encode("cp1252"))
    assert found in {DecodedText(text, guess="Windows-1252"), DecodedText(text)}
    assert found.text == text


@pytest.mark.parametrize(
    "text", ["“ja” – nein", "Œuvre", "Šimon ‚so‘", "ﬁancé, ﬂeur", "10 • 20", "• 10 minutes", "ACME™ Ltd"]
)
def test_pdfdocencoding_is_taken_for_nothing_else(text: str) -> None:
    assert decode_text_string(encode_doc(text)) == DecodedText(text)


def test_a_language_is_no_text() -> None:
    for escape in ("\x1ben\x1b", "\x1benUS\x1b", "\x1bde-AT\x1b"):
        assert decode_text_string(b"\xfe\xff" + f"a{escape}b".encode("utf-16-be")) == DecodedText("ab")


def test_undefined_bytes_harm_themselves_alone() -> None:
    assert decode_text_string(b"\x8dslowly\x8e \x7f \x9f") == DecodedText("“slowly” � �", lost=True)


def test_half_a_surrogate_pair_harms_itself_alone() -> None:
    assert decode_text_string(b"\xfe\xff\0a\xd8\x3e\0b") == DecodedText("a�b", lost=True)
