"""Typefaces for scripts beyond Latin, Greek and Cyrillic that somebody gives: OpenType files of any kind.

HarfBuzz reads them, which looks at every table before it uses it; here is seen to it that there is something to use.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.errors import AssetError, InvalidInput, Problem, require_extra
from generator.files.reading import read_bounded
from generator.fonts.faces import FontFile
from generator.formats.truetype import require_embeddable

MOST_BYTES = 64_000_000
"""The largest collections of Chinese, Japanese and Korean have half of that."""
MOST_FACES = 64
_KINDS = {b"\0\1\0\0", b"true", b"OTTO", b"ttcf"}
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9-]")
_HINT = "Give a TrueType or OpenType file (.ttf, .otf, .ttc)."


def load_typefaces(path: str) -> tuple[FontFile, ...]:
    """Return the typefaces in a file. Raises ``InvalidInput`` where it cannot be used, and ``MissingExtra``."""
    return require_typefaces(read_bounded(path, limit=MOST_BYTES), path)


def require_typefaces(data: bytes, path: str) -> tuple[FontFile, ...]:
    """Return the typefaces in the bytes of the file at this path; raises as ``load_typefaces`` does."""
    require_extra("fonts", "languages", "uharfbuzz")
    try:
        return read_typefaces(data)
    except AssetError as unusable:
        raise InvalidInput([Problem(path, unusable.message, unusable.hint)]) from None


@lru_cache(maxsize=8)
def read_typefaces(data: bytes) -> tuple[FontFile, ...]:
    """Return the typefaces in a file's bytes, of a collection all; raise AssetError where one cannot be used.

    Remembered, so that a file that is read again is the same object, and need not be compared byte by byte.
    """
    from generator.fonts.shaping import list_faces  # noqa: PLC0415 - imports an extra

    if data[:4] not in _KINDS:
        raise AssetError("is no TrueType or OpenType file", _HINT)
    faces = list_faces(data, MOST_FACES)
    if not faces or not all(face.characters for face in faces):
        raise AssetError("is damaged", "Get the file again from who made it.")
    for face in faces:
        if not face.draws:
            raise AssetError("has no outlines, only pictures", "Give a typeface that can be printed at any size.")
        require_embeddable(face.os2)
    names = [_NOT_IN_NAMES.sub("", face.name)[:60] or "Given" for face in faces]
    return tuple(FontFile(name, data, number) for number, name in enumerate(names))
