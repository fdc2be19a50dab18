"""Filled worksheets come back in every shape that viewers and archives give a file; the answers are the same."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

import pikepdf
import pypdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.cli.filling import fill
from tests.cli.keys import certificate, p12
from tests.cli.reading import ANA_AND_BEN, held, worksheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptography.hazmat.primitives.asymmetric import rsa

    from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

TYPED = {"answer/hopes/p1": "Žluť αβγ\nand more", "agreement/1/what": "Lunch", "sign/p2": "B. O."}
NEW = "typed in the last save"


def widgets(pages: list[pypdf.PageObject]) -> Iterator[DictionaryObject]:
    for page in pages:
        for annotation in page["/Annots"]:  # type: ignore[attr-defined] # an array
            yield cast("DictionaryObject", annotation.get_object())


def saved(data: bytes, value: str) -> bytes:
    """Return the file with an update behind it in which one answer is another."""
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    for widget in widgets(list(writer.pages)):
        if str(widget["/T"]).endswith("/answer/hopes/p1"):
            widget[NameObject("/V")] = TextStringObject(value)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(data)
    return out.getvalue()


def flagged(data: bytes, flag: int) -> bytes:
    """Return the file with a flag on every field (ISO 32000-1, tables 221 and 228)."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for widget in widgets(list(writer.pages)):
        widget[NameObject("/Ff")] = NumberObject(int(widget.get("/Ff", 0)) | flag)
        widget[NameObject("/MaxLen")] = NumberObject(2000)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rewritten(data: bytes, **options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, **options)  # type: ignore[arg-type] # the options of a save
    return out.getvalue()


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "read-only": lambda data: flagged(data, 1),
    "combs": lambda data: flagged(data, 1 << 24),
    "rich text": lambda data: flagged(data, 1 << 25),
    "no object streams": lambda data: rewritten(data, object_stream_mode=pikepdf.ObjectStreamMode.disable),
    "object streams": lambda data: rewritten(data, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "for the web": lambda data: rewritten(data, linearize=True),
    "saved again and again": lambda data: saved(saved(data, NEW), TYPED["answer/hopes/p1"]),
}


@pytest.fixture
def desk(alliance: Terminal) -> Terminal:
    alliance.file("w.pdf", fill(worksheet(alliance, *ANA_AND_BEN), TYPED, ticked=("pick/tone/p2",)))
    return alliance


@pytest.mark.parametrize("way", WAYS)
def test_the_answers_are_the_same(desk: Terminal, way: str) -> None:
    desk.file("back.pdf", WAYS[way]((desk.folder / "w.pdf").read_bytes()))
    assert held(desk, "back.pdf") == held(desk, "w.pdf")
    assert desk.done("check", "back.pdf", "--strict").lines == []


def test_the_last_save_counts(desk: Terminal) -> None:
    desk.file("back.pdf", saved(saved((desk.folder / "w.pdf").read_bytes(), "not this"), NEW))
    assert held(desk, "back.pdf")["answers"] == {"hopes": {"Ana Lima": NEW}}


def test_a_copy_that_somebody_signed_is_read_as_the_others(desk: Terminal, private: rsa.RSAPrivateKey) -> None:
    key = p12(private, certificate(private, "Ben Okafor", 2040))
    signer = signers.SimpleSigner.load_pkcs12_data(key, other_certs=[], passphrase=b"geheim")
    assert signer is not None
    writer = IncrementalPdfFileWriter(io.BytesIO((desk.folder / "w.pdf").read_bytes()))
    out = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Signature1"), signer)
    desk.file("signed.pdf", out.getbuffer().tobytes())
    assert held(desk, "signed.pdf") == held(desk, "w.pdf")
    desk.done("merge", "signed.pdf", "w.pdf", "--strict", "-o", "m.pdf")


def test_pages_that_were_taken_out_are_missed_and_the_rest_is_read(desk: Terminal) -> None:
    writer = pypdf.PdfWriter()
    writer.append(desk.folder / "w.pdf", pages=(0, 3))
    writer.root_object.pop("/AcroForm", None)  # as programs do that take files apart
    writer.write(desk.folder / "back.pdf")
    ended = desk.done("answers", "back.pdf", "--format", "json")
    assert "answered" in ended.err
    assert "missing: " in ended.err
    assert "and more" in ended.out.decode()
    assert desk("check", "back.pdf", "--strict").code == 3
