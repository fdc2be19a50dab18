"""Cut the typefaces of scripts: ``python -m generator.fonts.cut_scripts FOLDER`` rewrites the folder ``scripts``.

FOLDER holds Noto's typefaces as static TrueType files under the names that ``scripts.SCRIPTS`` has: those of the npm
packages ``@expo-google-fonts/noto-sans-thai`` and so on were taken. Needs fonttools. Kept are the script's characters
with all that shapes them, spaces, digits and punctuation; hinting, names and other alphabets are taken out.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped] # fontTools has no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types

from generator.fonts import FOLDER
from generator.fonts.scripts import SCRIPTS

_COMMON = (
    *range(0x20, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F), 0xA0, 0xAB, 0xB7, 0xBB, 0xD7, 0xF7,
    *range(0x2010, 0x2027), 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2039, 0x203A, 0x20B9, 0x25CC, 0x2212,
)  # fmt: skip
"""White space, digits, punctuation and joiners, and the circle that bears a mark which has no letter."""


def cut_script(data: bytes, ranges: tuple[tuple[int, int], ...]) -> bytes:
    """Return a TrueType file with these characters, and what they need, of one that is given."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    options = Options(hinting=False, layout_features=["*"], notdef_outline=True, glyph_names=False, name_IDs=[6])
    options.drop_tables += ["DSIG", "STAT", "MVAR", "HVAR", "FFTM", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes={*_COMMON, *(code for first, last in ranges for code in range(first, last + 1))})
    subsetter.subset(font)
    file = io.BytesIO()
    font.save(file, reorderTables=True)
    return file.getvalue()


def main() -> None:
    """Cut every typeface that ``scripts.SCRIPTS`` names."""
    (source,) = sys.argv[1:]
    folder = Path(FOLDER) / "scripts"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.ttf"):
        old.unlink()
    for name, ranges in SCRIPTS.items():
        (folder / f"{name}.ttf").write_bytes(cut_script((Path(source) / f"{name}.ttf").read_bytes(), ranges))


if __name__ == "__main__":
    main()
