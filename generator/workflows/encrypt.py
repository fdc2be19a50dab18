"""Passwords: share copies that only open with one, and files that come back so (ISO 32000-2, 7.6: AES-256, revision 6).

pypdf does both, with the package cryptography (extra ``cryptography``). The key is chosen at random, as it must be: an
encrypted file differs from run to run, its contents do not.
"""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, Problem, require_extra
from generator.files.reading import has_mark

if TYPE_CHECKING:
    from generator.files.reading import InputFile

MOST_BYTES = 127
"""Of a password in UTF-8; the rest would be cut off silently (7.6.4.3.2)."""
_HEADER = "%PDF-2.0"
_OPEN = b"2"
"""It was never shut: a text in it speaks of encryption."""
_OPENED = b"1"
_SHUT = b"0"


def require_encryption() -> None:
    """Raise ``MissingExtra`` where the library that encrypts is not installed."""
    require_extra("password", "cryptography", "cryptography")


def encrypt(data: bytes, password: str) -> bytes:
    """Return a PDF of ours encrypted with the password, without which it does not open; with it, all is permitted.

    Raises ``MissingExtra``.
    """
    require_encryption()
    import pypdf  # noqa: PLC0415 - only who encrypts pays

    from generator.formats.pdf_fingerprint import LIMITS_OF_OURS  # noqa: PLC0415

    with pypdf.apply_configuration(LIMITS_OF_OURS):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
        writer.pdf_header = _HEADER
        writer.encrypt(password, algorithm="AES-256")
        out = io.BytesIO()
        writer.write(out)
    return out.getvalue()


def decrypt_file(file: InputFile, password: str | None) -> InputFile:
    """Return a file without the encryption that the password opens; as it is without a password."""
    if password is None:
        return file
    return file._replace(data=decrypt(file.data, file.name, password))


def decrypt(data: bytes, source: str, password: str) -> bytes:
    """Return a PDF without its encryption; as it is, where it has none or is no PDF.

    Raises ``InvalidInput`` where the password is wrong.
    """
    if not has_mark(data, b"%PDF-") or b"/Encrypt" not in data:
        return data
    require_encryption()
    from generator.formats.filled_pdf.form_data import ReadFailure  # noqa: PLC0415
    from generator.formats.filled_pdf.reader import require_readable  # noqa: PLC0415
    from generator.formats.filled_pdf.sandbox import TooMuchWork, run_limited  # noqa: PLC0415 - imports pypdf

    try:
        said = run_limited(functools.partial(_decrypt, data, password))
    except TooMuchWork:
        said = ReadFailure.TOO_MUCH.encode()
    if said == _OPEN:
        return data
    if said.startswith(_OPENED):
        return said[1:]
    if said == _SHUT:
        raise InvalidInput([Problem(source, "does not open with this password", "Check it, capitals and all.")])
    require_readable(ReadFailure(said.decode()), source)
    return data


def _decrypt(data: bytes, password: str) -> bytes:
    """Return the file opened, or why it is not; runs in a process with limits."""
    import pypdf  # noqa: PLC0415 - in the parent already

    from generator.formats.filled_pdf.damage import collect_warnings  # noqa: PLC0415
    from generator.formats.filled_pdf.form_data import ReadFailure  # noqa: PLC0415
    from generator.formats.filled_pdf.pypdf_nodes import LIMITS  # noqa: PLC0415

    with collect_warnings(), pypdf.apply_configuration(LIMITS):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            if not reader.is_encrypted:
                return _OPEN
            if not reader.decrypt(password):
                return _SHUT
            out = io.BytesIO()
            pypdf.PdfWriter(clone_from=reader).write(out)
        except (MemoryError, RecursionError):
            return ReadFailure.TOO_MUCH.encode()
        except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged document
            return ReadFailure.DAMAGED.encode()
    return _OPENED + out.getvalue()
