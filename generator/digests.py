"""SHA-256, of which every command needs a little and a batch much, and BLAKE2.

Loading OpenSSL, which ``hashlib`` does, takes as long as composing; Python's own implementation is there at once. Where
``hashlib`` is loaded already, as in a batch, it is used, because it is faster. Both give the same, of course.
"""

from __future__ import annotations

import sys
from _blake2 import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256 as _own
else:
    try:
        from _sha2 import sha256 as _own
    except ImportError:
        try:
            from _sha256 import sha256 as _own  # Python 3.11
        except ImportError:
            from hashlib import sha256 as _own  # a Python built without


__all__ = ["Begun", "blake2b", "digest_of", "sha256"]


def sha256(data: bytes) -> bytes:
    """Return the 32 bytes of the digest."""
    loaded = sys.modules.get("hashlib")
    digest: bytes = (loaded.sha256 if loaded else _own)(data).digest()
    return digest


class Begun:
    """SHA-256 of contents that begin alike."""

    def __init__(self, beginning: bytes) -> None:
        loaded = sys.modules.get("hashlib")
        self._state = (loaded.sha256 if loaded else _own)(beginning)

    def with_rest(self, rest: bytes) -> bytes:
        """Return the 32 bytes of the digest of the beginning and the rest."""
        state = self._state.copy()
        state.update(rest)
        digest: bytes = state.digest()
        return digest


def digest_of(*contents: bytes) -> str:
    """Return the digest, in hexadecimal, that tells these contents in this order from all others."""
    return sha256(b"".join(map(sha256, contents))).hex()
