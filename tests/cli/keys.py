"""Keys and certificates to sign with, made for the tests."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def certificate(
    private: PrivateKey,
    name: str,
    until: int,
    *,
    issuer: tuple[PrivateKey, str] | None = None,
    signs: bool = True,
) -> x509.Certificate:
    """Return a certificate, by itself or issued by somebody's key and name, whose key usage may be another."""
    signing, issuing = issuer or (private, name)
    usage = x509.KeyUsage(signs, signs, not signs, *[False] * 6)
    edwards = isinstance(signing, ed25519.Ed25519PrivateKey)
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuing))
        .public_key(private.public_key())
        .serial_number(5)
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(until, 1, 1, tzinfo=dt.UTC))
        .add_extension(usage, critical=True)
        .sign(signing, None if edwards else hashes.SHA256())
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def pem(signer: x509.Certificate) -> bytes:
    return signer.public_bytes(serialization.Encoding.PEM)


def p12(private: PrivateKey, signer: x509.Certificate, passphrase: bytes = b"geheim") -> bytes:
    encryption = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"key", private, signer, None, encryption)
