"""Digital signatures, with pyHanko (extra ``sign``): PAdES, in the field that the finished alliance has for it.

Signing adds to the file and changes nothing in it, so that a signed alliance still is PDF/A-3a and has its digest.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import json
import logging
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.errors import InvalidInput, MissingExtra, Problem, escape
from generator.model.fingerprint import SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asn1crypto.x509 import Certificate, Name
    from pyhanko.sign.validation.status import PdfSignatureStatus

    from generator.words.messages import Words

_SECONDS = 20
_MEMORY = 400_000_000
MOST_SIGNATURES = 20
_KEYS = "an RSA, EC, Ed25519 or Ed448 key"
_LONGEST_CHAIN = 10
LARGEST_KEY = 1_000_000
"""Bytes of a key's file, at most."""


class SigningKey(NamedTuple):
    """Who signs, with what, and when."""

    name: str
    moment: dt.datetime
    """With an offset from UTC."""
    pkcs12: bytes
    passphrase: bytes
    digest: str = "sha256"
    """The hash algorithm that the kind of key asks for."""

    def when(self, words: Words) -> str:
        """Return the moment as it stands on paper."""
        return f"{words.format_date(self.moment.date(), self.moment.time())} {self.moment:%Z}"


class SignatureStatus(NamedTuple):
    """A signature in a file."""

    name: str
    when: str
    intact: bool
    """Whether what it covers is as it was signed."""
    whole: bool
    """Whether it covers the whole file, so that nothing was added after it."""
    trusted: bool | None
    """Whether its certificate comes from one of those that were given; None where none were."""
    doubt: str = ""
    """Why it is not trusted, a clause; empty where nothing more is known."""
    mend: str = "Ask for the file as it was signed."
    """What to do about a flaw, a whole sentence."""


def can_sign() -> bool:
    """Tell whether pyHanko is installed."""
    return find_spec("pyhanko") is not None


def require_signing() -> None:
    """Raise ``MissingExtra`` where pyHanko is not installed."""
    if not can_sign():
        raise MissingExtra("sign", "pyHanko", "sign")


def read_key(data: bytes, source: str, passphrase: str, moment: dt.datetime) -> SigningKey:
    """Return the key in a PKCS #12 file. Raises ``InvalidInput`` where it does not open or is not valid then."""
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415 - an extra
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except ValueError:
        hint = "Check the passphrase; the file must be PKCS #12 (.p12, .pfx)."
        raise _refuse(source, "does not open with this passphrase", hint) from None
    if key is None or certificate is None:
        raise _refuse(source, "holds no key with its certificate", "Export both into one .p12 file.")
    if moment > certificate.not_valid_after_utc:
        last = f"{certificate.not_valid_after_utc:%Y-%m-%d}"
        raise _refuse(source, f"its certificate was valid until {last} only", "Get a new one.")
    if moment < certificate.not_valid_before_utc:
        first = f"{certificate.not_valid_before_utc:%Y-%m-%d}"
        raise _refuse(source, f"its certificate is not valid before {first}", "Sign later, or set the clock.")
    digest = _choose_digest(key, source)
    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(named[0].value) if named else certificate.subject.rfc4514_string()
    return SigningKey(" ".join(name.split()) or "unnamed", moment, data, passphrase.encode(), digest)


def _choose_digest(key: object, source: str) -> str:
    """Return the hash algorithm to sign with (RFC 8419 for Edwards curves); raise ``InvalidInput`` for other keys."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa  # noqa: PLC0415 - an extra

    if isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        return "sha256"
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "sha512"
    if isinstance(key, ed448.Ed448PrivateKey):
        return "shake256"
    kind = type(key).__name__.removesuffix("PrivateKey")
    raise _refuse(source, f"its key is of a kind ({escape(kind)}) that does not sign here", f"Take {_KEYS}.")


def sign(data: bytes, key: SigningKey) -> bytes:
    """Return the file signed: the signature is an incremental update behind its bytes (ISO 32000-1, 7.5.6)."""
    from pyhanko.pdf_utils import generic  # noqa: PLC0415 - an extra
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - an extra
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415
    from pyhanko.stamp import BaseStampStyle  # noqa: PLC0415

    class AsItIs(BaseStampStyle):
        """Leaves what the field shows."""

        def create_stamp(self, *_: object) -> Any:  # noqa: ANN401 - pyHanko asks whether there is one
            return None

    class Writer(IncrementalPdfFileWriter):
        """Leaves the metadata: they tell when the alliance was made, and no clock is read."""

        def _update_meta(self) -> None:
            return

        @classmethod
        def _handle_id(cls, prev: Any) -> Any:  # noqa: ANN401 - pyHanko's own, which draws the second one by lot
            first, _ = super()._handle_id(prev)  # type: ignore[no-untyped-call]
            name = hashlib.blake2b(data + str(key.moment).encode(), digest_size=16).digest()
            return generic.ArrayObject([first, generic.ByteStringObject(name)])

    class Signer(signers.PdfSigner):
        """Signs at the moment that is given."""

        def init_signing_session(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - pyHanko's own
            session = super().init_signing_session(*arguments, **named)
            session.system_time = key.moment
            return session

    signer = signers.SimpleSigner.load_pkcs12_data(key.pkcs12, other_certs=[], passphrase=key.passphrase)
    about = signers.PdfSignatureMetadata(
        field_name=SIGNATURE, md_algorithm=key.digest, subfilter=SigSeedSubFilter.PADES, name=key.name
    )
    out = io.BytesIO()
    Signer(about, signer, stamp_style=AsItIs()).sign_pdf(
        Writer(io.BytesIO(data)), existing_fields_only=True, output=out
    )
    return out.getvalue()


def signatures_in(data: bytes, trust: bytes | None) -> tuple[SignatureStatus, ...]:
    """Return the signatures of a file; ``trust`` holds certificates in PEM. Raises ``TooMuchWork``."""
    import pyhanko.sign.validation  # noqa: F401, PLC0415 - imported before memory is limited

    from generator.formats.filled_pdf.sandbox import run_limited  # noqa: PLC0415 - imports pypdf

    found = json.loads(run_limited(functools.partial(_validate, data, trust), seconds=_SECONDS, memory=_MEMORY))
    return tuple(SignatureStatus(*fields) for fields in found)


def _validate(data: bytes, trust: bytes | None) -> bytes:
    from pyhanko.keys import load_certs_from_pemder_data  # noqa: PLC0415 - in the parent already
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    with _silence():
        roots = list(load_certs_from_pemder_data(trust)) if trust else []
        found = []
        for signature in PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures[:MOST_SIGNATURES]:
            context = ValidationContext(trust_roots=roots, allow_fetching=False)
            found.append(_one(signature, context, roots if trust is not None else None))
    return json.dumps(found).encode()


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pyHanko from telling its own tale on the terminal."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _one(signature: object, context: object, roots: list[Certificate] | None) -> SignatureStatus:
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - in the parent already
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415

    when = signature.self_reported_timestamp  # type: ignore[attr-defined]
    said = f"{when.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if when else ""
    try:
        status: PdfSignatureStatus = validate_pdf_signature(signature, context, skip_diff=True)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001 - a signature that cannot be read proves nothing
        return SignatureStatus("", said, intact=False, whole=False, trusted=None)
    doubt = mend = ""
    if roots is not None and not status.trusted:
        doubt, mend = _explain_doubt(status, [*signature.other_embedded_certs, *roots])  # type: ignore[attr-defined]
    found = SignatureStatus(
        _name(status.signing_cert.subject),
        said,
        intact=bool(status.intact and status.valid),
        whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        trusted=None if roots is None else bool(status.trusted),
        doubt=doubt,
    )
    return found._replace(mend=mend) if mend else found


def _explain_doubt(status: PdfSignatureStatus, known: list[Certificate]) -> tuple[str, str]:
    """Return why a signature's certificate is not trusted, and what to do; nothing where it comes from elsewhere."""
    if missing := _find_missing_issuer(status.signing_cert, known):
        name = escape(missing)
        clause = f"the certificate of '{name}', which issued it, is neither in the file nor among those of `trust`"
        return clause, f"If you trust '{name}': add its certificate to the file of `trust`."
    usage = status.signing_cert.key_usage_value
    if usage is None or "non_repudiation" not in usage.native:
        clause = "is not made for signatures: its key usage does not name non-repudiation"
        return f"its certificate {clause}", "Ask for it signed with a certificate for documents."
    return "", ""


def _find_missing_issuer(certificate: Certificate, known: list[Certificate]) -> str:
    """Return the first issuer in a certificate's chain whose own is not known; empty where the chain is whole."""
    for _ in range(_LONGEST_CHAIN):
        if certificate.self_issued:
            break
        issuers = [other for other in known if other.subject == certificate.issuer]
        if not issuers:
            return _name(certificate.issuer)
        certificate = issuers[0]
    return ""


def _name(subject: Name) -> str:
    return str(subject.native.get("common_name") or subject.human_friendly)


def describe_signature(signature: SignatureStatus) -> str:
    """Return a clause on a signature that is intact."""
    name = escape(signature.name)
    trust = "its certificate comes from those given with `trust`"
    if signature.trusted is None:
        trust = "whether its certificate can be trusted was not judged (`trust` CA.pem)"
    return f"signed by '{name}' on {signature.when}; the signature is intact and covers the whole file; {trust}"


def describe_flaw(signature: SignatureStatus) -> str:
    """Return a clause on the flaw of a signature, or of its certificate."""
    name = f" of '{escape(signature.name)}'" if signature.name else ""
    if not signature.intact:
        return f"the signature{name} does not hold: what it covers was altered, or it was"
    if not signature.whole:
        return f"the signature{name} is intact, but something was added to the file after it"
    if signature.doubt:
        return f"the signature{name} is intact, but {signature.doubt}"
    return f"the signature{name} is intact, but its certificate does not come from those given with `trust`"


def _refuse(source: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(source, message, hint)])
