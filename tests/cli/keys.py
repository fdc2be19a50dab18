"""Keys and certificates to sign with, made for the tests."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa


def certificate(private: rsa.RSAPrivateKey, name: str, until: int) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(True, True, *[False] * 7)  # noqa: FBT003 - as cryptography has it
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(5)
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(until, 1, 1, tzinfo=dt.UTC))
        .add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )


def pem(signer: x509.Certificate) -> bytes:
    return signer.public_bytes(serialization.Encoding.PEM)


def p12(private: rsa.RSAPrivateKey, signer: x509.Certificate) -> bytes:
    encryption = serialization.BestAvailableEncryption(b"geheim")
    return pkcs12.serialize_key_and_certificates(b"key", private, signer, None, encryption)
