"""What a TrueType file says of letters side by side: its ligatures (GSUB) and kerning (GPOS), read with fontTools.

Only what needs no shaping engine: ligatures of the feature ``liga``, pairs of the feature ``kern`` (OpenType 1.9.1,
6.3). Lengths are font units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types

_PAIRS = 2
_LIGATURES = 4
_BY_GLYPH = 1
"""The format of pairs that are listed one by one; the other one has classes of glyphs."""


def find_ligatures(font: TTFont) -> dict[tuple[str, ...], str]:
    """Return the glyph of each usual ligature, by the names of the glyphs that it stands for."""
    return {
        (first, *ligature.Component): ligature.LigGlyph
        for lookup in _lookups(font, "GSUB", "liga")
        for subtable in _subtables(lookup, _LIGATURES)
        for first, ligatures in subtable.ligatures.items()
        for ligature in ligatures
    }


def find_kerning(font: TTFont, lefts: Iterable[str], rights: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Yield pairs of glyphs, given by their names, with what is added to the first one's advance; no pair twice."""
    rights = list(rights)
    lookups = [[*map(_Pairs, _subtables(lookup, _PAIRS))] for lookup in _lookups(font, "GPOS", "kern")]
    for left in lefts:
        kerned = [[pairs for pairs in lookup if left in pairs.covered] for lookup in lookups]
        for right in rights:
            # of a lookup the first subtable that has the pair counts, and lookups are applied one after another
            found = (
                next((value for pairs in lookup if (value := pairs.find(left, right)) is not None), 0)
                for lookup in kerned
            )
            if value := sum(found):
                yield left, right, value


class _Pairs:
    """A subtable of pairs (OpenType 1.9.1, GPOS, lookup type 2)."""

    def __init__(self, subtable: Any) -> None:  # noqa: ANN401 - fontTools has no types
        self._table = subtable
        self.covered = {glyph: index for index, glyph in enumerate(subtable.Coverage.glyphs)}
        self._listed: dict[str, Mapping[str, int]] = {}

    def find(self, left: str, right: str) -> int | None:
        """Return the kerning of a pair whose left glyph is covered; None where the subtable does not have it."""
        if self._table.Format == _BY_GLYPH:
            return self._list(left).get(right)
        first = self._table.ClassDef1.classDefs.get(left, 0)
        second = self._table.ClassDef2.classDefs.get(right, 0)
        return _advance(self._table.Class1Record[first].Class2Record[second])

    def _list(self, left: str) -> Mapping[str, int]:
        if left not in self._listed:
            records = self._table.PairSet[self.covered[left]].PairValueRecord
            self._listed[left] = {record.SecondGlyph: _advance(record) for record in records}
        return self._listed[left]


def _advance(record: Any) -> int:  # noqa: ANN401 - fontTools has no types
    return getattr(record.Value1, "XAdvance", 0) or 0


def _lookups(font: TTFont, tag: str, feature: str) -> list[Any]:
    """Return the lookups of a feature, of whichever script, in the order in which they are applied."""
    table = font[tag].table if tag in font else None
    if not (table and table.FeatureList and table.LookupList):
        return []
    records = (record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == feature)
    return [table.LookupList.Lookup[index] for index in sorted({i for one in records for i in one.LookupListIndex})]


def _subtables(lookup: Any, kind: int) -> Iterator[Any]:  # noqa: ANN401 - fontTools has no types
    """Yield the subtables of a lookup that are of this type."""
    for subtable in lookup.SubTable:
        inner = getattr(subtable, "ExtSubTable", subtable)
        if inner.LookupType == kind:
            yield inner
