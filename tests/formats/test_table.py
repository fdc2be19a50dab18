"""Which format a file is in, told by its name or by its content."""

from __future__ import annotations

import pytest

from generator.formats.table import (
    CSV,
    FDF,
    FORMATS,
    JSON,
    OUTPUT_FORMATS,
    PDF,
    XFDF,
    YAML,
    FileFormat,
    recognise_format,
)


@pytest.mark.parametrize("file_format", FORMATS, ids=[file_format.name for file_format in FORMATS])
def test_a_file_with_a_suffix_is_in_its_format(file_format: FileFormat) -> None:
    for suffix in file_format.suffixes:
        assert recognise_format(b"", f"from-ana{suffix}") is file_format
        assert recognise_format(b"", f"FROM-ANA{suffix.upper()}") is file_format


@pytest.mark.parametrize(
    ("data", "file_format"),
    [
        (b"junk\n%PDF-1.7\n", PDF),
        (b"%FDF-1.2\n", FDF),
        (b'<?xml version="1.0"?>', XFDF),
        ("\ufeff <xfdf>".encode("utf-16"), XFDF),
        (b' {"answers": {}}', JSON),
        (b"question,person,picked,answer\n", CSV),
        (b"people: [Ana]\n", YAML),
        (b"", YAML),
    ],
)
def test_a_file_without_a_suffix_is_told_by_its_content(data: bytes, file_format: FileFormat) -> None:
    assert recognise_format(data, "standard input") is file_format


def test_a_pdf_is_one_whatever_its_name() -> None:
    assert recognise_format(b"%PDF-1.7\n", "answers.yaml") is PDF


def test_every_suffix_belongs_to_one_format() -> None:
    suffixes = [suffix for file_format in FORMATS for suffix in file_format.suffixes]
    assert len(set(suffixes)) == len(suffixes)


def test_every_format_that_is_offered_can_be_written() -> None:
    assert all(file_format.write for file_format in OUTPUT_FORMATS.values())
    assert list(OUTPUT_FORMATS) == ["yaml", "json", "csv", "xfdf"]
