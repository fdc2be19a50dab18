"""What a PDF holds that is ours: raw field values and attached texts, read with pypdf under low limits.

This runs in the child process of ``sandbox``; what it finds goes to the parent as JSON.
"""

from __future__ import annotations

import html
import io
import logging
import re
import warnings
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    create_string_object,
)

from generator.formats.filled_pdf.appearance import appearance_text
from generator.formats.filled_pdf.field_names import field_name
from generator.formats.filled_pdf.form_data import (
    ALLIANCE_FILE,
    DEFINITION_FILE,
    MOST_TEXT,
    FormData,
    RawField,
    ReadFailure,
    means_ticked,
    to_json,
    with_line_feeds,
)
from generator.formats.filled_pdf.object_walk import (
    Steps,
    TooManyObjects,
    Widget,
    direct,
    entry,
    file_specifications,
    items,
    pages,
    widgets,
)
from generator.model.fingerprint import PAGES_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pypdf.generic import PdfObject

MOST_DECODED = 16_000_000
"""Bytes that one stream may decode to."""
_CARD = [0, 0, 595, 420]
"""The page of a card (``typesetting.alliance_card``), whole points."""
LARGEST_DEFINITION = 4_000_000
MOST_ATTACHMENTS = 16

LIMITS = pypdf.get_configuration().with_overwrites(
    maximum_declared_stream_length=20_000_000,
    array_based_stream_maximum_output_length=MOST_DECODED,
    array_maximum_element_count=100_000,
    dictionary_maximum_element_count=20_000,
    lzw_maximum_output_length=MOST_DECODED,
    run_length_maximum_output_length=MOST_DECODED,
    zlib_maximum_output_length=MOST_DECODED,
    zlib_maximum_recovery_input_length=100_000,
    stream_filters_maximum_length=4,
    stream_decoding_work_maximum_length=2 * MOST_DECODED,
    jbig2dec_binary=None,
)


_DAMAGE = (ArithmeticError, AttributeError, LookupError, NotImplementedError, PyPdfError, TypeError, ValueError)
"""What pypdf lets out where it extracts text from something damaged."""


def scan_document(data: bytes) -> bytes:
    """Return the scan of a document as JSON; failures are told in its ``failure``."""
    with silence(), pypdf.apply_configuration(LIMITS):
        return to_json(_scan(data))


@contextmanager
def silence() -> Iterator[None]:
    """Keep pypdf from printing the document's bytes to the terminal."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _scan(data: bytes) -> FormData:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        return _contents(reader, Steps())
    except (TooManyObjects, RecursionError, MemoryError):
        return FormData(ReadFailure.TOO_MUCH)
    except (DependencyError, FileNotDecryptedError):
        return FormData(ReadFailure.ENCRYPTED)
    except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged document
        return FormData(ReadFailure.DAMAGED)


def _contents(reader: pypdf.PdfReader, steps: Steps) -> FormData:
    root = reader.root_object
    fields, foreign, unreadable = collect_fields(partial(_read, widget) for widget in widgets(root, steps))
    attachments = tuple(_attachments(root, steps))
    return FormData(ReadFailure.NONE, fields, foreign, unreadable, attachments, card=_is_card(reader, steps))


def _is_card(reader: pypdf.PdfReader, steps: Steps) -> bool:
    """Tell whether this is an alliance's card: one page of ours, lying A5, without fields and without its data."""
    with suppress(*_DAMAGE):
        root, information = reader.root_object, direct(reader.trailer.raw_get("/Info"))
        if isinstance(information, DictionaryObject) and not {"/AcroForm", "/AF", "/Names"}.intersection(root):
            digests = str(entry(information, f"/{PAGES_KEY}") or "").split()
            boxes = [
                [round(float(str(side))) for side in items(entry(page, "/MediaBox"), steps)]
                for page in pages(root, steps)
            ]
            return len(digests) == 1 and boxes == [_CARD]
    return False


def _read(widget: Widget) -> RawField | None:
    name = _full_name(widget)
    return _raw_field(name, widget) if field_name(name) else None


def collect_fields(readings: Iterable[Callable[[], RawField | None]]) -> tuple[tuple[RawField, ...], int, int]:
    """Return the fields that were read, how many are not ours (``None``), and how many are damaged beyond reading.

    Raises ``TooManyObjects`` where they hold more text than all fields may.
    """
    fields: list[RawField] = []
    foreign = unreadable = size = 0
    for read in readings:
        try:
            field = read()
        except (MemoryError, DependencyError, FileNotDecryptedError):
            raise
        except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged object
            unreadable += 1
            continue
        if field is None:
            foreign += 1
            continue
        fields.append(field)
        size += len(field.text)
        if size > MOST_TEXT:
            raise TooManyObjects
    return tuple(fields), foreign, unreadable


def _full_name(widget: Widget) -> str:
    parts = [
        decode_value(part)[0] for part in (entry(node, "/T") for node in reversed(widget.chain)) if part is not None
    ]
    return ".".join(parts)


def _raw_field(name: str, widget: Widget) -> RawField:
    for node in widget.chain:
        if (value := entry(node, "/V")) is not None:
            text, damaged = decode_value(value)
            if not text:
                break
            return RawField(name, text, ticked=means_ticked(text), damaged=damaged)
    if (rich := entry(widget.chain[0], "/RV")) is not None:
        text, damaged = decode_value(rich)
        return RawField(name, plain_text(text), ticked=False, damaged=damaged)
    drawn = _drawn(widget)
    return RawField(name, drawn, ticked=_shows_tick(widget), damaged=False, drawn=bool(drawn))


def _drawn(widget: Widget) -> str:
    """Return what a text field without a value shows in spite of it."""
    nodes = _nodes(widget)
    if not any(str(entry(node, "/FT")) == "/Tx" for node in (*widget.chain, *nodes)):
        return ""
    for node in nodes:
        with suppress(*_DAMAGE):  # a picture that cannot be read shows nothing
            if text := appearance_text(node):
                return replace_lone_surrogates(with_line_feeds(text))
    return ""


def _nodes(widget: Widget) -> list[DictionaryObject]:
    """Return the field and its widgets."""
    kids = items(entry(widget.chain[widget.terminal], "/Kids"), Steps())
    nodes = [*widget.chain[: widget.terminal + 1], *map(direct, kids)]
    return [node for node in nodes if isinstance(node, DictionaryObject)]


def _shows_tick(widget: Widget) -> bool:
    states = (entry(node, "/AS") for node in _nodes(widget))
    return any(isinstance(state, NameObject) and means_ticked(state[1:]) for state in states)


def decode_value(value: PdfObject) -> tuple[str, bool]:
    """Return a value's text and whether characters of it were lost."""
    if isinstance(value, ArrayObject):  # several choices of a list
        texts = [decode_value(item) for item in map(direct, items(value, Steps())) if item is not None]
        return "\n".join(text for text, _ in texts), any(damaged for _, damaged in texts)
    string = create_string_object(value.get_data()) if isinstance(value, StreamObject) else value
    if isinstance(string, ByteStringObject):
        return replace_lone_surrogates(with_line_feeds(repair_text(bytes(string)))), True
    text = with_line_feeds(str(string)[1:] if isinstance(string, NameObject) else str(string))
    return replace_lone_surrogates(text), text != replace_lone_surrogates(text)


def repair_text(data: bytes) -> str:
    """Decode what pypdf could not: mostly UTF-16 with half a surrogate pair, as Chrome leaves behind."""
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", errors="replace")
    if data.startswith((b"\xfe\xff", b"\0")):
        return data.removeprefix(b"\xfe\xff").decode("utf-16-be", errors="replace")
    return data.decode("latin-1")


def replace_lone_surrogates(text: str) -> str:
    """Return the text with lone surrogates replaced by U+FFFD."""
    return text.encode("utf-16-be", errors="surrogatepass").decode("utf-16-be", errors="replace")


def plain_text(rich: str) -> str:
    """Return the text of an XHTML value (ISO 32000-1, 12.7.3.4) whose plain twin is missing."""
    broken = re.sub(r"<br\s*/?>|</p>(?=\s*<p)", "\n", rich, flags=re.IGNORECASE)
    return html.unescape(re.sub(r"<[^>]*>", "", broken)).strip()


def _attachments(root: DictionaryObject, steps: Steps) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for specification in file_specifications(root, steps):
        with suppress(Exception):  # what is damaged is as good as missing
            found = _attachment(specification)
            if found and found not in seen and len(seen) < MOST_ATTACHMENTS:
                seen.add(found)
                yield found


def _attachment(specification: DictionaryObject) -> tuple[str, str] | None:
    names = [str(name) for name in (entry(specification, "/UF"), entry(specification, "/F")) if name is not None]
    name = next((name for name in names if name in {DEFINITION_FILE, ALLIANCE_FILE}), None)
    files = entry(specification, "/EF")
    if name is None or not isinstance(files, DictionaryObject):
        return None
    stream = entry(files, "/UF") or entry(files, "/F")
    if not isinstance(stream, StreamObject):
        return None
    text = stream.get_data().decode("utf-8")
    return None if name == DEFINITION_FILE and len(text) > LARGEST_DEFINITION else (name, text)
