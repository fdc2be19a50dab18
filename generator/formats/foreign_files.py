"""Files that people send in place of a worksheet: recognised by their first bytes, each with what to do with it."""

from __future__ import annotations

import io
import re

from generator.errors import InvalidInput, Problem

_TYPE_IT = "Ask for the PDF that was filled in, or type the answers into an answers file (.yaml)."
_AS_TABLE = "Save its sheet as CSV UTF-8, and give that."
_UNPACK = "Unpack it, and give the files in it."
_MAIL = ("is a mail", "Save what is attached to it, and give that.")
_MARKS = (
    (b"\xff\xd8\xff", "is a picture (JPEG)", _TYPE_IT),
    (b"\x89PNG\r\n", "is a picture (PNG)", _TYPE_IT),
    (b"GIF8", "is a picture (GIF)", _TYPE_IT),
    (b"II*\0", "is a picture (TIFF)", _TYPE_IT),
    (b"MM\0*", "is a picture (TIFF)", _TYPE_IT),
    (b"{\\rtf", "is a text of a word processor (RTF)", _TYPE_IT),
    (b"\xd0\xcf\x11\xe0", "is of an older Office program, or a mail of Outlook", f"Save it anew. {_AS_TABLE}"),
    (b"7z\xbc\xaf", "is a packed archive", _UNPACK),
    (b"Rar!", "is a packed archive", _UNPACK),
    (b"\x1f\x8b", "is a packed file", _UNPACK),
    (b"%!PS", "is PostScript, which has no form fields", _TYPE_IT),
)
_MEMBERS = (
    ("word/document.xml", "is a Word document", _TYPE_IT),
    ("xl/workbook.xml", "is an Excel workbook", _AS_TABLE),
    ("ppt/presentation.xml", "is a presentation", _TYPE_IT),
    ("index/tables/", "is a Numbers sheet", _AS_TABLE),
    ("index/document.iwa", "is a Pages document", _TYPE_IT),
)
_MIMES = (
    (b"opendocument.spreadsheet", "is an OpenDocument sheet", _AS_TABLE),
    (b"opendocument", "is an OpenDocument text", _TYPE_IT),
)
_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIF", b"avif": "AVIF"}
"""Of ISO base media files, in which phones keep pictures."""
_MOST_MEMBERS = 10_000
_HEADERS = re.compile(
    rb"(?im)^(?:received|return-path|delivered-to|mime-version|message-id|x-[a-z-]+|from|date|subject):"
)
_LEAST_HEADERS = 3
_WITHIN = 4096


def describe_foreign(data: bytes) -> tuple[str, str] | None:
    """Return what a file is that holds no answers in a form we read, and what to do; None for all others."""
    for mark, what, hint in _MARKS:
        if data.startswith(mark):
            return what, hint
    if data[4:8] == b"ftyp" and (kind := _BRANDS.get(data[8:12])):
        return f"is a picture ({kind})", _TYPE_IT
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "is a picture (WebP)", _TYPE_IT
    if data.startswith(b"PK\x03\x04"):
        return _describe_archive(data)
    start = data[:_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "is a web page", "Save the PDF that it shows, or export the form's answers as CSV, and give that."
    is_mail = start.startswith(b"from ") or _HEADERS.match(start)
    return _MAIL if is_mail and len(_HEADERS.findall(start)) >= _LEAST_HEADERS else None


def require_ours(data: bytes, source: str) -> None:
    """Raise ``InvalidInput`` where a file with this name is of a foreign kind."""
    if found := describe_foreign(data):
        raise InvalidInput([Problem(source, *found)])


def is_workbook(data: bytes) -> bool:
    """Tell whether this is an Excel workbook (.xlsx), by the parts inside."""
    return {"[content_types].xml", "xl/workbook.xml"} <= set(_list_members(data))


def _list_members(data: bytes) -> list[str]:
    """Return the names inside a ZIP archive, in lower case; none where it is damaged."""
    import zipfile  # noqa: PLC0415 - few files are archives

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [name.lower() for name in archive.namelist()[:_MOST_MEMBERS]]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def _describe_archive(data: bytes) -> tuple[str, str]:
    names = _list_members(data)
    for member, what, hint in _MEMBERS:
        if any(name.startswith(member) for name in names):
            return what, hint
    for mime, what, hint in _MIMES:
        if mime in data[:200]:
            return what, hint
    return "is a ZIP archive", _UNPACK
