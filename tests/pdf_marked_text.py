"""The text of marked content: which characters stand under which number, in a page or in what it draws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

MAPPING = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
SUBSET_TAG = re.compile(r"^/[A-Z]{6}\+")


class MarkedText:
    """The text of each marked content of a document, by (key in the parent tree, MCID), and the fonts it is set in."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.texts: dict[tuple[int, int], str] = {}
        self.fonts: set[str] = set()
        decoders: dict[tuple[int, int], Decoder] = {}
        for page in pdf.pages:
            for holder, mark, decoder, text in _runs(page.obj, page.obj, None, decoders):
                if text:
                    self.fonts.add(decoder.name)
                if mark is not None:
                    place = int(holder.StructParents), mark
                    self.texts[place] = self.texts.get(place, "") + text


class Decoder:
    """Turns a font's codes into text by its ToUnicode map."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.name = SUBSET_TAG.sub("/", str(font.BaseFont))
        self.width = 2 if font.Subtype == "/Type0" else 1
        self.characters = dict(_mappings(font.ToUnicode.read_bytes())) if "/ToUnicode" in font else {}

    def __call__(self, codes: bytes) -> str:
        starts = range(0, len(codes), self.width)
        numbers = (int.from_bytes(codes[start : start + self.width], "big") for start in starts)
        return "".join(self.characters.get(number, f"<{number}>") for number in numbers)


def _mappings(cmap: bytes) -> Iterator[tuple[int, str]]:
    for kind, body in MAPPING.findall(cmap):
        items = ITEM.finditer(body)
        for item in items:
            first = int(item[1], 16)
            if kind == b"bfchar":
                yield first, _utf16(next(items)[1])
                continue
            last, target = int(next(items)[1], 16), next(items)
            if not target[2]:
                text = _utf16(target[1])
                yield from ((code, text[:-1] + chr(ord(text[-1]) + code - first)) for code in range(first, last + 1))
                continue
            yield from ((code, _utf16(next(items)[1])) for code in range(first, last + 1))
            next(items)  # the closing bracket


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def text_of_stream(stream: pikepdf.Object) -> str:
    """Return the text that a form XObject shows, in the order in which it is drawn."""
    return "".join(text for _, _, _, text in _runs(stream, stream, None, {}))


Run = tuple[pikepdf.Object, int | None, Decoder, str]
"""The page or stream that a mark's number belongs to, the number, the font, the text."""


def _runs(
    stream: pikepdf.Object,
    holder: pikepdf.Object,
    mark: int | None,
    decoders: dict[tuple[int, int], Decoder],
) -> Iterator[Run]:
    """Yield the texts of a page or form XObject; drawn inside marked content, it belongs to that content."""
    resources = stream.get("/Resources") or pikepdf.Dictionary()
    marks, decoder = [mark], None
    saved: list[Decoder | None] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operands, operator = instruction.operands, str(instruction.operator)
        match operator:
            case "q":
                saved.append(decoder)
            case "Q":
                decoder = saved.pop()
            case "BMC":
                marks.append(marks[-1])
            case "BDC":
                tag = operands[1]
                properties = tag if isinstance(tag, pikepdf.Dictionary) else resources.Properties[str(tag)]
                marks.append(int(properties.MCID) if "/MCID" in properties else marks[-1])
                if marks[-1] is not None and "/MCID" in properties:
                    yield holder, marks[-1], decoder or _NOTHING, ""
            case "EMC":
                marks.pop()
            case "Tf":
                font = resources.Font[str(operands[0])]
                decoder = decoders.get(font.objgen) or decoders.setdefault(font.objgen, Decoder(font))
            case "Tj" | "TJ" | "'" | '"':
                strings = operands[0] if operator == "TJ" else [operands[-1]]
                shown = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
                assert decoder is not None, "text without a font"
                yield holder, marks[-1], decoder, decoder(shown)
            case "Do":
                drawn = resources.XObject[str(operands[0])]
                if drawn.Subtype == "/Form":
                    inner = drawn if "/StructParents" in drawn else holder
                    yield from _runs(drawn, inner, None if inner is drawn else marks[-1], decoders)


_NOTHING = Decoder(pikepdf.Dictionary(BaseFont=pikepdf.Name("/none"), Subtype=pikepdf.Name("/Type1")))
