"""The digest of a finished file: what each part of it was when it was written, compared with what it is now.

A *record* holds a digest for each part, and is attached to the file; the digest of the record stands in short in the
foot of every page. No secret is in it: who has this program can make a file with a right digest. It tells damage,
other programs' changes and careless edits; who wrote a file, only a signature tells.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "designed-alliance/digest"
VERSION = 1
RECORD_FILE = "digest.json"
PLACEHOLDER = "---- ---- ----"
"""Stands in place of the short form while the digest is taken."""
_GROUP = 4

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


class Record(NamedTuple):
    """The digests of a file's parts, each in hexadecimal digits."""

    attachments: tuple[tuple[str, str], ...]
    """Name and digest of every attached file but the record itself, sorted."""
    pages: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    """Name and digest of everything else, sorted by the names."""


class Difference(NamedTuple):
    """One way in which a file is not what it was."""

    what: str
    """A clause: ``page 2 was altered``."""
    essential: bool
    """Whether it concerns the data or what the pages show."""


def written(record: Record) -> str:
    """Return the record in its one form; the file's digest is that of this text."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "attachments": [list(each) for each in record.attachments],
        "pages": list(record.pages),
        "parts": [list(each) for each in record.parts],
    }
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def read_record(text: str) -> Record | None:
    """Return the record that ``written`` wrote; nothing where the text is none, or of a later version."""
    try:
        data = json.loads(text)
        record = Record(
            tuple((str(name), str(digest)) for name, digest in data["attachments"]),
            tuple(map(str, data["pages"])),
            tuple((str(name), str(digest)) for name, digest in data["parts"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return record if written(record) == text else None


def digest_of(text: str) -> str:
    """Return the digest of a written record: SHA-256, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def short_form(digest: str) -> str:
    """Return what is printed of a digest: ``7f3a 91bc 04de``."""
    return " ".join(digest[start : start + _GROUP] for start in range(0, len(PLACEHOLDER) - 2, _GROUP))


def differences(then: Record, now: Record) -> tuple[Difference, ...]:
    """Return how a file differs from what it was, in the order in which one looks at it: data, pages, the rest."""
    return (*_of_attachments(then, now), *_of_pages(then.pages, now.pages), *_of_parts(then, now))


def _of_attachments(then: Record, now: Record) -> Iterator[Difference]:
    before, after = _by_name(then), _by_name(now)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Difference(f"the attached data '{name}' is missing", essential=True)
        elif name not in before:
            yield Difference(f"the file '{name}' was attached", essential=False)
        elif before[name] != after[name]:
            yield Difference(f"the attached data '{name}' was altered", essential=True)


def _by_name(record: Record) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, digest in record.attachments:
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
    for index, each in enumerate(these):
        if left[each]:
            left[each] -= 1
        else:
            found.append(index)
    return found


def _but(these: tuple[str, ...], left_out: list[int]) -> list[str]:
    return [each for index, each in enumerate(these) if index not in left_out]


def _of_parts(then: Record, now: Record) -> Iterator[Difference]:
    before, after = dict(then.parts), dict(now.parts)
    for name, clause in _CLAUSES.items():
        if before.get(name) != after.get(name):
            yield Difference(clause, essential=name in _ESSENTIAL)
