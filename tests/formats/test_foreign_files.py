from __future__ import annotations

import io
import zipfile

import pytest

from generator.errors import InvalidInput
from generator.formats.filled_forms import read_pdf
from generator.formats.foreign_files import describe_foreign
from generator.formats.table import read_source
from tests.formats.pdfs import form, stream


def archive(*members: str, mime: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        if mime:
            packed.writestr("mimetype", mime)
        for member in members:
            packed.writestr(member, b"x")
    return out.getvalue()


MAIL = b"Received: from a by b\r\nFrom: Ana <ana@example.org>\r\nSubject: our sheet\r\nMIME-Version: 1.0\r\n\r\nHi"
FOREIGN = {
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(40), "is a picture (JPEG)"),
    "photo.heic": (b"\0\0\0\x18ftypheic" + bytes(40), "is a picture (HEIC)"),
    "photo.webp": (b"RIFF\0\0\0\0WEBPVP8 ", "is a picture (WebP)"),
    "answers.docx": (archive("[Content_Types].xml", "word/document.xml"), "is a Word document"),
    "form.xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), "is an Excel workbook"),
    "form.ods": (archive("content.xml", mime=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument sheet"),
    "all.zip": (archive("worksheet.pdf"), "is a ZIP archive"),
    "cut.zip": (archive("worksheet.pdf")[:30], "is a ZIP archive"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Office program"),
    "text.rtf": (b"{\\rtf1\\ansi", "word processor"),
    "page.html": (b"\xef\xbb\xbf<!DOCTYPE html><html>", "is a web page"),
    "reply.eml": (MAIL, "is a mail"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_return_is_told_as_what_it_is_whatever_its_name(name: str) -> None:
    data, what = FOREIGN[name]
    for source in (name, "worksheet.pdf", "answers.csv", "answers.yaml"):
        with pytest.raises(InvalidInput) as caught:
            read_source(data, source)
        (problem,) = caught.value.problems
        assert what in problem.message
        assert problem.hint


@pytest.mark.parametrize(
    "data",
    [
        b"people: [Ana]\n",
        b"question,person,picked,answer\n",
        b'{"people": []}',
        b"Date;From;Subject\n",
        b"from: me\n",
        b"",
    ],
)
def test_our_own_formats_are_not_taken_for_others(data: bytes) -> None:
    assert describe_foreign(data) is None


def test_a_portfolio_names_the_documents_inside() -> None:
    data = form([stream(b"x")], attached=[("worksheet-ana.pdf", b"%PDF-1.7"), ("notes.txt", b"x")])
    refusal = read_pdf(data, "p.pdf").refusal
    assert refusal
    assert "it is a portfolio with 'worksheet-ana.pdf'" in refusal.message
