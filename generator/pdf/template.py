"""Templates: documents whose constant objects are bytes already, and whose personal ones are yet to be filled.

What is the same for everybody stands first and is kept as it is, with the state of its digest. The rest is
written anew for each copy: a few small streams, one object stream, and the cross-reference stream, in which only the
places of those differ.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts.faces import Face
from generator.pdf.holes import Kind, hole, pieces
from generator.pdf.metadata import escaped
from generator.pdf.personal import said_as
from generator.pdf.predictor import parameters, predicted
from generator.pdf.streams import Opened, Spliced, numbered, stream
from generator.pdf.syntax import literal, text_string
from generator.standins import DEFINITION, DIGEST, EVERY, INITIALS, RECORD, substituted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from hashlib import blake2b

    from generator.pdf.font_embedding import FontSet
    from generator.pdf.holes import Piece
    from generator.pdf.moulding import Mould

_COLUMNS = 7
"""The bytes of an entry of the cross-reference stream: its kind, four of its place, two of its order (7.5.8)."""
_ROW = _COLUMNS + 1
"""With the tag of the predictor before them."""
_PARAMETERS = parameters(_COLUMNS)


def _runs(moving: Iterable[int], count: int) -> list[tuple[int, int]]:
    """Return the runs of rows that differ from copy to copy as differences: those that move, and those below them."""
    runs: list[tuple[int, int]] = []
    for each in sorted({row for start in moving for row in (start, start + 1) if row < count}):
        if runs and runs[-1][1] == each:
            runs[-1] = (runs[-1][0], each + 1)
        else:
            runs.append((each, each + 1))
    return runs


@lru_cache(maxsize=256)
def _described(what: str) -> tuple[Face, float, str]:
    """Return the face, the size and the text of what is shown."""
    face, size, text = what.split(" ", 2)
    return Face(face), float(size), text


_pieces = lru_cache(maxsize=256)(pieces)


@lru_cache(maxsize=16)
def _opened(opening: str) -> Opened:
    return Opened(opening.encode())


_DEFINITION = pieces(hole(Kind.BYTES, DEFINITION))
"""The definition attached."""
_THEMSELVES = {each: each for each in EVERY} | {DIGEST: "", RECORD: ""}


class OpenStream(NamedTuple):
    """A stream that is written anew for each copy."""

    number: int
    entries: bytes
    data: bytes
    level: int
    """How thoroughly it is deflated; 0 for not at all."""


class Plan(NamedTuple):
    """A file of which everything is known but what its holes hold."""

    constant: bytes
    """The file's beginning."""
    digest: blake2b
    """That of the beginning, to which the rest is added."""
    rows: bytes
    """The data of the cross-reference stream, zeros for what has no place yet."""
    streams: tuple[OpenStream, ...]
    mould: Mould
    """The objects that are no streams."""
    packed: int
    """The number of the object stream that holds them."""
    opening: str
    """What every copy's definition begins with."""
    last: int
    """The number of the cross-reference stream."""
    root: int
    info: int


class Template:
    """A document to be filled; the same values give the same bytes."""

    def __init__(self, plan: Plan, font_set: FontSet) -> None:
        self._plan = plan
        # dates and clock times are said in many copies
        self._said = lru_cache(maxsize=128)(partial(said_as, font_set=font_set))
        self._digest = plan.digest
        self._streams = [(each, _pieces(each.entries), _pieces(each.data)) for each in plan.streams]
        self._definition = _opened(plan.opening)
        moving = (*(each.number for each in plan.streams), plan.packed, plan.last)
        self._moving = _runs(moving, len(plan.rows) // _COLUMNS)
        self._rows = predicted(plan.rows, _COLUMNS)
        changing = [_ROW * each for start, stop in self._moving for each in range(start, stop)]
        self._deflated_rows = Spliced(self._rows, changing, _ROW)

    def with_these(self, values: Mapping[str, str]) -> bytes:
        """Return the file with these values, all other stand-ins as characters: somebody wrote them."""
        return self.filled({**_THEMSELVES, **values})

    def filled(self, values: Mapping[str, str]) -> bytes:
        """Return the file with these values in place of their stand-ins; without any, with these as characters."""
        values = values or _THEMSELVES
        objects: list[tuple[int, bytes]] = []
        for each, entries, data in self._streams:
            head = each.entries if len(entries) == 1 else self._joined(entries, values)
            if self._plan.opening and data == _DEFINITION:
                rest = values[DEFINITION][len(self._plan.opening) :].encode()
                body = stream(head, self._definition.filled(rest), deflated=True)
            else:
                body = stream(head, self._joined(data, values), level=each.level)
            objects.append((each.number, body))
        if self._plan.mould.numbers:
            objects.append((self._plan.packed, self._plan.mould.filled(values)))
        return self._put_together(objects)

    def _put_together(self, objects: list[tuple[int, bytes]]) -> bytes:
        parts = [self._plan.constant]
        position = len(parts[0])
        digest = self._digest.copy()
        rows = bytearray(self._plan.rows)
        for identifier, body in objects:
            rows[identifier * _COLUMNS + 1 : identifier * _COLUMNS + 5] = position.to_bytes(4, "big")
            parts.append(numbered(identifier, body))
            digest.update(parts[-1])
            position += len(parts[-1])
        last = self._plan.last
        rows[last * _COLUMNS + 1 : last * _COLUMNS + 5] = position.to_bytes(4, "big")
        name = digest.hexdigest().encode()
        entries = b"/Type/XRef/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/W[1 4 2]%b" % (
            last + 1,
            self._plan.root,
            self._plan.info,
            name,
            name,
            _PARAMETERS,
        )
        parts.append(
            numbered(last, stream(entries, self._deflated_rows.filled(self._differences(rows)), deflated=True))
        )
        parts.append(b"startxref\n%d\n%%%%EOF\n" % position)
        return b"".join(parts)

    def _differences(self, rows: bytearray) -> bytes:
        """Return the cross-reference rows as the predictor has them, anew where they or those above them moved."""
        found = bytearray(self._rows)
        for start, stop in self._moving:
            above = bytes(rows[(start - 1) * _COLUMNS : start * _COLUMNS])
            found[start * _ROW : stop * _ROW] = predicted(
                bytes(rows[start * _COLUMNS : stop * _COLUMNS]), _COLUMNS, above
            )
        return bytes(found)

    def _joined(self, parts: tuple[Piece, ...], values: Mapping[str, str]) -> bytes:
        return b"".join([part if isinstance(part, bytes) else self._written(*part, values) for part in parts])

    def _written(self, kind: Kind, text: str, values: Mapping[str, str]) -> bytes:
        match kind:
            case Kind.SHOWN:
                return self._shown(text, values)
            case Kind.STRING:
                return text_string(substituted(text, values))
            case Kind.CODES:
                return literal(substituted(text, values).encode("utf-16-be"))
            case Kind.XML:
                return escaped(substituted(text, values)).encode()
            case Kind.BYTES | Kind.INNER:
                return substituted(text, values).encode()
            case Kind.LENGTH:
                return b"%d" % len(substituted(text, values).encode())

    def _shown(self, described: str, values: Mapping[str, str]) -> bytes:
        face, size, text = _described(described)
        return self._said(substituted(text, values), face, size, centred=text in INITIALS)
