"""Fonts of text that is shaped: the codes of a document's clusters, and the program in which each has a glyph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pdf.font_objects import OF_COPY, FontProgram, blocks_of, to_unicode
from generator.pdf.syntax import FAST, THOROUGH, name, number, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.fonts.faces import FontFile
    from generator.fonts.shaping import Cluster

MOST_CLUSTERS = 65_535
"""As many as there are codes of two bytes, but for the first."""
_SYMBOLIC = 4
_REGULAR_WEIGHT = 400


class ClusterCodes:
    """The codes of clusters of one typeface, in fonts of so many at most."""

    def __init__(self, most: int = MOST_CLUSTERS) -> None:
        """Take how many clusters a font has at most."""
        self._most = most
        self._codes: dict[Cluster, tuple[str, int]] = {}
        self.fonts: dict[str, list[Cluster]] = {}
        """The clusters of each font, of codes from 1 on, by its resource name."""

    def code(self, cluster: Cluster, name_next: Callable[[], str]) -> tuple[str, int]:
        """Return a cluster's font and code; ``name_next`` returns the name of a font more."""
        if cluster not in self._codes:
            number = len(self._codes) % self._most
            if not number:
                self.fonts[name_next()] = []
            font = next(reversed(self.fonts))
            self.fonts[font].append(cluster)
            self._codes[cluster] = font, number + 1
        return self._codes[cluster]


def make_clusters(source: FontFile, clusters: Sequence[Cluster], *, of_copy: bool = False) -> FontProgram:
    """Return the font in which these clusters have the codes from 1 on; ``of_copy``, it is of one copy's own."""
    from generator.fonts.shaping import shaping_font  # noqa: PLC0415 - imports an extra
    from generator.pdf.cluster_program import build_program  # noqa: PLC0415 - few documents have such text

    file = shaping_font(source)
    font, level = (f"{OF_COPY}+{source.name}", FAST) if of_copy else (f"SHAPED+{source.name}", THOROUGH)
    program = build_program(font, clusters, file.outline)
    mapped = [
        f"<{code:04X}><{cluster.text.encode('utf-16-be').hex().upper()}>" for code, cluster in enumerate(clusters, 1)
    ]
    ascent, descent = file.measures()
    return FontProgram(
        base=name(font),
        file=stream(b"/Subtype/CIDFontType0C", program.data, level=level),
        glyphs=b"",
        to_unicode=stream(b"", to_unicode(blocks_of("bfchar", mapped)), level=level),
        widths=f"1[{' '.join(number(cluster.advance) for cluster in clusters)}]".encode(),
        descriptor=b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox[%d %d %d %d]/StemV %d/ItalicAngle 0"
        b"/Ascent %d/Descent %d/CapHeight %d"
        % (name(font), _SYMBOLIC, *program.box, _REGULAR_WEIGHT // 5, ascent, descent, ascent),
    )
