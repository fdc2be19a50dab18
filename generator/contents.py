"""What a worksheet's pages draw, in short: kept with the worksheet, so that altered pages are noticed."""

from __future__ import annotations

from generator.digests import sha256

PAGES_KEY = "AlliancePages"
"""The entry of a worksheet's information dictionary that holds the digests of its pages' contents."""
SIGNATURE = "signature"
"""The name of the field that an alliance is signed in."""
_LENGTH = 24


def digest_of_content(content: bytes) -> str:
    """Return the digest of what a page draws, but for names: drawings of their own hold them."""
    return sha256(content).hex()[:_LENGTH]
