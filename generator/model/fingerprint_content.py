"""What a worksheet's pages draw, in short: kept with the worksheet, so that altered pages are noticed."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGES_KEY = "AlliancePages"
"""The entry of a worksheet's information dictionary that holds the digests of its pages' contents."""
SIGNATURE = "signature"
"""The name of the field that an alliance is signed in."""
_LENGTH = 24


def digest_of_content(content: bytes, pictures: Iterable[bytes] = ()) -> str:
    """Return the digest of what a page draws, but for names: drawings of their own hold them.

    ``pictures`` are the digests of those that the page draws, in any order.
    """
    return sha256(b"".join([content, *sorted(pictures)])).hexdigest()[:_LENGTH]


def digest_of_picture(described: str, samples: bytes, alpha: bytes) -> bytes:
    """Return the digest of a picture of 8 bits a sample, described by ``40 10 DeviceRGB``, and of its soft mask."""
    return sha256(b"".join([described.encode(errors="replace"), sha256(samples).digest(), alpha])).digest()
