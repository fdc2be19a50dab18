"""A second, independent reader for damaged documents: what qpdf recovers of one, read through pikepdf.

This runs in the child process of ``sandbox``, like the first one (``pypdf_scan``), and finds the same: a ``FormData``.
Where qpdf had to repair the document, its lists of pages and fields may be incomplete; every object that looks like
a field is then taken, whether anything still leads to it or not.
"""

from __future__ import annotations

import io
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeGuard

import pikepdf

from generator.formats.filled_pdf.field_names import field_name
from generator.formats.filled_pdf.form_data import (
    ALLIANCE_FILE,
    DEFINITION_FILE,
    FormData,
    RawField,
    ReadFailure,
    means_ticked,
    to_json,
    with_line_feeds,
)
from generator.formats.filled_pdf.object_walk import DEEPEST, TooManyObjects
from generator.formats.filled_pdf.pypdf_scan import (
    LARGEST_DEFINITION,
    MOST_ATTACHMENTS,
    MOST_DECODED,
    collect_fields,
    plain_text,
    repair_text,
    replace_lone_surrogates,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OBJECTS = 20_000

Key = tuple[int, int]


def recover_document(data: bytes) -> bytes:
    """Return the scan of a document as JSON; failures are told in its ``failure``."""
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)  # it would print parts of the document
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            return to_json(_contents(pdf))
    except pikepdf.PasswordError:
        return to_json(FormData(ReadFailure.ENCRYPTED))
    except (TooManyObjects, RecursionError, MemoryError):
        return to_json(FormData(ReadFailure.TOO_MUCH))
    except Exception:  # noqa: BLE001 - what qpdf cannot repair comes as any kind
        return to_json(FormData(ReadFailure.DAMAGED))


def _contents(pdf: pikepdf.Pdf) -> FormData:
    objects = list(_dictionaries(pdf))
    fields, foreign, unreadable = collect_fields(partial(_read, each) for each in objects if _is_field(each))
    return FormData(ReadFailure.NONE, fields, foreign, unreadable, tuple(_attachments(objects)))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the document's dictionaries: those in use, or all of them where it had to be repaired."""
    every = [each for each in pdf.objects if _is_dictionary(each)]
    if len(every) > MOST_OBJECTS:
        raise TooManyObjects
    in_use = None if pdf.get_warnings() else _in_use(pdf)
    for each in every:
        if in_use is None or each.objgen in in_use or "/EF" in each:
            yield each


def _in_use(pdf: pikepdf.Pdf) -> set[Key]:
    """Return the fields and widgets that pages and the form lead to."""
    waiting = [widget for page in pdf.pages for widget in _items(page.obj.get("/Annots"))]
    form = pdf.Root.get("/AcroForm")
    waiting += _items(form.get("/Fields")) if _is_dictionary(form) else []
    seen: set[Key] = set()
    while waiting:
        node = waiting.pop()
        if _is_dictionary(node) and node.objgen not in seen:
            seen.add(node.objgen)
            waiting += _items(node.get("/Kids"))
            waiting += [parent] if (parent := node.get("/Parent")) is not None else []
    return seen


def _items(array: pikepdf.Object | None) -> list[pikepdf.Object]:
    return list(array) if isinstance(array, pikepdf.Array) else []


def _is_dictionary(thing: object) -> TypeGuard[pikepdf.Object]:
    return isinstance(thing, pikepdf.Dictionary)


def _is_field(node: pikepdf.Object) -> bool:
    """Tell whether a dictionary is the last of a field's hierarchy that has a name."""
    return "/T" in node and not any(_is_dictionary(kid) and "/T" in kid for kid in _items(node.get("/Kids")))


def _read(node: pikepdf.Object) -> RawField | None:
    chain = _chain(node)
    parts = [_decoded(each["/T"])[0] for each in reversed(chain) if "/T" in each]
    name = ".".join(parts)
    return _raw_field(name, chain) if field_name(name) else None


def _chain(node: pikepdf.Object) -> list[pikepdf.Object]:
    """Return a field and its parents."""
    chain = [node]
    while _is_dictionary(parent := chain[-1].get("/Parent")) and len(chain) < DEEPEST:
        chain.append(parent)
    return chain


def _raw_field(name: str, chain: list[pikepdf.Object]) -> RawField:
    value = next((each["/V"] for each in chain if each.get("/V") is not None), None)
    if value is not None:
        text, damaged = _decoded(value)
        return RawField(name, text, ticked=means_ticked(text), damaged=damaged, second=True)
    if (rich := chain[0].get("/RV")) is not None:
        text, damaged = _decoded(rich)
        return RawField(name, plain_text(text), ticked=False, damaged=damaged, second=True)
    states = [str(each["/AS"]) for each in (chain[0], *_items(chain[0].get("/Kids"))) if "/AS" in each]
    return RawField(name, "", ticked=any(means_ticked(each[1:]) for each in states), damaged=False, second=True)


def _decoded(value: pikepdf.Object) -> tuple[str, bool]:
    """Return a value's text and whether characters of it were lost."""
    if isinstance(value, pikepdf.Array):
        texts = [_decoded(item) for item in value]
        return "\n".join(text for text, _ in texts), any(damaged for _, damaged in texts)
    if isinstance(value, pikepdf.Name):
        return str(value)[1:], False
    data = value.read_bytes() if isinstance(value, pikepdf.Stream) else bytes(value)
    text = with_line_feeds(_text(data[:MOST_DECODED]))
    return replace_lone_surrogates(text), "\N{REPLACEMENT CHARACTER}" in text or text != replace_lone_surrogates(text)


def _text(data: bytes) -> str:
    """Decode a text string (ISO 32000-2, 7.9.2.2)."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return repair_text(data)
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", errors="replace")
    with suppress(UnicodeDecodeError):
        return data.decode("pdfdoc")  # pikepdf brings this codec
    return repair_text(data)


def _attachments(objects: list[pikepdf.Object]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for each in objects:
        with suppress(Exception):  # what is damaged is as good as missing
            found = _attachment(each) if "/EF" in each else None
            if found and found not in seen and len(seen) < MOST_ATTACHMENTS:
                seen.add(found)
                yield found


def _attachment(specification: pikepdf.Object) -> tuple[str, str] | None:
    names = [str(specification[key]) for key in ("/UF", "/F") if key in specification]
    name = next((name for name in names if name in {DEFINITION_FILE, ALLIANCE_FILE}), None)
    if name is None:
        return None
    files = specification["/EF"]
    data = (files.get("/UF") or files["/F"]).read_bytes()
    return (
        None if len(data) > (LARGEST_DEFINITION if name == DEFINITION_FILE else MOST_DECODED) else (name, data.decode())
    )
