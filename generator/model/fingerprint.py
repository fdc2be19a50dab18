"""The digest of a finished file: what each part of it was when it was written, compared with what it is now.

A *fingerprint* holds a digest for each part, and is attached to the file; the digest of the fingerprint stands in
short in the foot of every page. No secret is in it: who has this program can make a file with a right digest. It tells
damage, other programs' changes and careless edits; who wrote a file, only a signature tells.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

FORMAT = "designed-alliance/digest"
VERSION = 1
FINGERPRINT_FILE = "digest.json"
PLACEHOLDER = "---- ---- ----"
"""Stands in place of the short form while the digest is taken."""
_GROUP = 4

PAGES_KEY = "AlliancePages"
"""The entry of a worksheet's information dictionary that holds the digests of its pages' contents."""
SIGNATURE = "signature"
"""The name of the field that an alliance is signed in."""
_CONTENT_DIGITS = 24

FONTS = "fonts"
ANNOTATIONS = "annotations"
STRUCTURE = "structure"
METADATA = "metadata"
SETTINGS = "settings"
_CLAUSES = {
    FONTS: "fonts or pictures were altered or replaced",
    ANNOTATIONS: "annotations or form fields were added or altered",
    STRUCTURE: "what is read aloud (the structure tree) was altered",
    METADATA: "the metadata (title, dates, claims) were altered",
    SETTINGS: "the document's settings (outline, actions, colours) were altered",
}
_ESSENTIAL = {FONTS, ANNOTATIONS}


class Fingerprint(NamedTuple):
    """The digests of a file's parts, each in hexadecimal digits."""

    attachments: tuple[tuple[str, str], ...]
    """Name and digest of every attached file but the fingerprint itself, sorted."""
    pages: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    """Name and digest of everything else, sorted by the names."""


class Difference(NamedTuple):
    """One way in which a file is not what it was."""

    what: str
    """A clause: ``page 2 was altered``."""
    essential: bool
    """Whether it concerns the data or what the pages show."""


def serialise_fingerprint(fingerprint: Fingerprint) -> str:
    """Return the fingerprint in its one form; the file's digest is that of this text."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "attachments": [list(pair) for pair in fingerprint.attachments],
        "pages": list(fingerprint.pages),
        "parts": [list(pair) for pair in fingerprint.parts],
    }
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def read_fingerprint(text: str) -> Fingerprint | None:
    """Return a fingerprint that was serialised; None where the text is none, or of a later version."""
    try:
        data = json.loads(text)
        fingerprint = Fingerprint(
            tuple((str(name), str(digest)) for name, digest in data["attachments"]),
            tuple(map(str, data["pages"])),
            tuple((str(name), str(digest)) for name, digest in data["parts"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return fingerprint if serialise_fingerprint(fingerprint) == text else None


def digest_of(text: str) -> str:
    """Return the digest of a serialised fingerprint: SHA-256, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def short_form(digest: str) -> str:
    """Return the printed form of a digest: its first 12 digits in groups, such as ``7f3a 91bc 04de``."""
    return " ".join(digest[start : start + _GROUP] for start in range(0, len(PLACEHOLDER) - 2, _GROUP))


def digest_of_content(content: bytes, pictures: Iterable[bytes] = ()) -> str:
    """Return the digest of what a page draws, but for names: drawings of their own hold them.

    ``pictures`` are the digests of those that the page draws, in any order.
    """
    return hashlib.sha256(b"".join([content, *sorted(pictures)])).hexdigest()[:_CONTENT_DIGITS]


def digest_of_picture(described: str, samples: bytes, alpha: bytes) -> bytes:
    """Return the digest of a picture of 8 bits a sample, described by ``40 10 DeviceRGB``, and of its soft mask."""
    return hashlib.sha256(
        b"".join([described.encode(errors="replace"), hashlib.sha256(samples).digest(), alpha])
    ).digest()


def differences(then: Fingerprint, now: Fingerprint) -> tuple[Difference, ...]:
    """Return how a file differs from what it was, in the order in which one looks at it: data, pages, the rest."""
    return (*_of_attachments(then, now), *_of_pages(then.pages, now.pages), *_of_parts(then, now))


def _of_attachments(then: Fingerprint, now: Fingerprint) -> Iterator[Difference]:
    before, after = _by_name(then), _by_name(now)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Difference(f"the attached data '{name}' is missing", essential=True)
        elif name not in before:
            yield Difference(f"the file '{name}' was attached", essential=False)
        elif before[name] != after[name]:
            yield Difference(f"the attached data '{name}' was altered", essential=True)


def _by_name(fingerprint: Fingerprint) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, digest in fingerprint.attachments:
        found.setdefault(name, []).append(digest)
    return found


def _of_pages(then: tuple[str, ...], now: tuple[str, ...]) -> Iterator[Difference]:
    missing, added = _surplus(then, now), _surplus(now, then)
    if len(then) == len(now):  # what is not there any more was altered in its place
        yield from (Difference(f"page {number + 1} was altered", essential=True) for number in added)
    else:
        yield from (Difference(f"page {number + 1} of {len(then)} is missing", essential=True) for number in missing)
        yield from (Difference(f"page {number + 1} was added", essential=True) for number in added)
    if _but(then, missing) != _but(now, added):
        yield Difference("the pages stand in another order", essential=True)


def _surplus(these: tuple[str, ...], others: tuple[str, ...]) -> list[int]:
    """Return the indices of those that others do not have, or not as often."""
    left, found = Counter(others), []
    for index, digest in enumerate(these):
        if left[digest]:
            left[digest] -= 1
        else:
            found.append(index)
    return found


def _but(these: tuple[str, ...], left_out: list[int]) -> list[str]:
    return [digest for index, digest in enumerate(these) if index not in left_out]


def _of_parts(then: Fingerprint, now: Fingerprint) -> Iterator[Difference]:
    before, after = dict(then.parts), dict(now.parts)
    for name, clause in _CLAUSES.items():
        if before.get(name) != after.get(name):
            yield Difference(clause, essential=name in _ESSENTIAL)
