"""Which way text runs: what the rest of the program asks of the Unicode Bidirectional Algorithm (UAX #9).

Text stays in logical order everywhere, as it is typed and read. A line that holds right-to-left letters, or that stands
on a sheet from right to left, has *levels* besides (BD2), a byte for each character: even ones run from left to right,
odd ones from right to left. The typesetter finds them for a paragraph and keeps those of each line
(``typesetting.page.Text.levels``); a line without any runs from left to right.

Who draws or shapes such a line parts it into runs of one level (``part_line``), which come in logical order, their text
too. A run may be parted further, by script or by font, if the parts are drawn in the direction of its level. What has
an odd level is drawn last character first, every character as its mirror image (``mirror``, L4); ``LevelRun.place``
tells where a run stands among the others, counted from the left (L2).
"""

from functools import cache
from typing import NamedTuple
from unicodedata import bidirectional

LRM, RLM, ALM = "\u200e", "\u200f", "\u061c"
FSI, PDI = "\u2068", "\u2069"
CONTROLS = frozenset((LRM, RLM, ALM, "\u2066", "\u2067", FSI, PDI))
"""Marks and isolates: they direct, and nothing is drawn for them."""
_DIRECTING = frozenset(("R", "AL", "AN", "RLE", "RLO", "RLI"))
"""The types of characters that make a line run otherwise than from left to right."""
_UNDIRECTING: set[str] = set()
"""Characters that were found to be of no such type: most texts have no others."""
ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_WITHOUT_TYPE = "L"
"""What characters are that ``unicodedata`` gives no type."""
FROM_LEFT = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufddf"
FROM_RIGHT = "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0004fffe"
"""Noncharacters (Unicode, 23.7), to stand for texts that are not known yet, of one direction each;"""
WITHOUT_DIRECTION = "\ufddc\ufddd\ufde4\ufde5\ufde6\ufde7\ufde8\ufde9\ufdea\ufdeb\ufdec\ufded\ufdee\ufdef\uffff"
"""and for some without letters, which run as the text around them."""
_UNKNOWN = frozenset(FROM_LEFT + FROM_RIGHT + WITHOUT_DIRECTION)
_TYPES = dict.fromkeys(FROM_RIGHT, "R") | dict.fromkeys(WITHOUT_DIRECTION, "ON")

BRACKETS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋\u2329\u232a❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜"  # noqa: RUF001 - as Unicode has them
    "〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"  # noqa: RUF001 - as Unicode has them
)
"""Opening and closing brackets by turns (``BidiBrackets.txt``)."""
_OTHER_PAIRS = (
    "<>«»‹›∈∋∉∌∊∍∕⧵∟⯾∠⦣∡⦛∢⦠∤⫮∼∽≃⋍≅≌≒≓≔≕≤≥≦≧≨≩≪≫≮≯≰≱≲≳≴≵≶≷≸≹≺≻≼≽≾≿⊀⊁⊂⊃⊄⊅⊆⊇⊈⊉⊊⊋⊏⊐⊑⊒⊘⦸⊢⊣⊦⫞⊨⫤⊩⫣⊫⫥⊰⊱⊲⊳⊴⊵⊶⊷⊸⟜⋉⋊⋋⋌⋐⋑⋖⋗"  # noqa: RUF001 - as Unicode has them
    "⋘⋙⋚⋛⋜⋝⋞⋟⋠⋡⋢⋣⋤⋥⋦⋧⋨⋩⋪⋫⋬⋭⋰⋱⋲⋺⋳⋻⋴⋼⋶⋽⋷⋾⟃⟄⟈⟉⟋⟍⟕⟖⟝⟞⟢⟣⟤⟥⦤⦥⦨⦩⦪⦫⦬⦭⦮⦯⧀⧁⧄⧅⧏⧐⧑⧒⧔⧕⧨⧩⧸⧹⨫⨬⨭⨮⨴⨵⨼⨽⩤⩥⩹⩺⩻⩼⩽⩾⩿⪀⪁⪂⪃⪄⪅⪆"  # noqa: RUF001 - as Unicode has them
    "⪇⪈⪉⪊⪋⪌⪍⪎⪏⪐⪑⪒⪓⪔⪕⪖⪗⪘⪙⪚⪛⪜⪝⪞⪟⪠⪡⪢⪦⪧⪨⪩⪪⪫⪬⪭⪯⪰⪱⪲⪳⪴⪵⪶⪷⪸⪹⪺⪻⪼⪽⪾⪿⫀⫁⫂⫃⫄⫅⫆⫇⫈⫉⫊⫋⫌⫍⫎⫏⫐⫑⫒⫓⫔⫕⫖⫬⫭⫷⫸⫹⫺⸂⸃⸄⸅⸉⸊⸌⸍⸜⸝⸠⸡﹤﹥＜＞"  # noqa: RUF001 - as Unicode has them
)
"""What else mirrors what (``BidiMirroring.txt``)."""


class LevelRun(NamedTuple):
    """Characters of a line that run the same way."""

    start: int
    end: int
    level: int
    place: int
    """Which it is of the line's runs, counted from the left."""

    @property
    def is_reversed(self) -> bool:
        """Whether it is drawn from right to left."""
        return self.level % 2 == 1


def is_directional(text: str) -> bool:
    """Tell whether a text holds what runs from right to left."""
    if text.isascii() or _UNDIRECTING.issuperset(text):
        return False
    if _DIRECTING.isdisjoint(map(bidirectional, text)) and not any(map(FROM_RIGHT.__contains__, text)):
        _UNDIRECTING.update(text)
        return False
    return True


def holds_unknown(text: str) -> bool:
    """Tell whether something in a text is not known yet, nor how wide it is."""
    return not (text.isascii() or _UNKNOWN.isdisjoint(text))


def list_types(text: str) -> list[str]:
    """Return the bidirectional type of each character (UAX #9, 3.2)."""
    return [bidirectional(character) or _TYPES.get(character, _WITHOUT_TYPE) for character in text]


def begins_right_to_left(text: str, *, otherwise: bool = False) -> bool:
    """Tell whether the first strong character, of those outside isolates, runs from right to left (P2, P3)."""
    depth = 0
    for character in text:
        match bidirectional(character) or _TYPES.get(character, _WITHOUT_TYPE):
            case "LRI" | "RLI" | "FSI":
                depth += 1
            case "PDI":
                depth = max(0, depth - 1)
            case "L" if not depth:
                return False
            case "R" | "AL" if not depth:
                return True
    return otherwise


def isolate(text: str, *, right_to_left: bool) -> str:
    """Return what is put into a text of this direction so that neither orders the other.

    It stays as it is, unless letters of it, outside isolates, run otherwise than the text.
    """
    if not right_to_left and not is_directional(text):
        return text
    others, depth = ("L",) if right_to_left else ("R", "AL", "AN"), 0
    for kind in list_types(text):
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth -= 1
        elif kind in others and depth <= 0:
            return f"{FSI}{text}{PDI}"
    return text


def close_isolates(text: str) -> str:
    """Return the beginning of a text with an end for every isolate that is open there."""
    if text.isascii():
        return text
    opened = 0
    for character in text:
        if bidirectional(character) in ISOLATES:
            opened += 1
        elif character == PDI and opened:
            opened -= 1
    return text + PDI * opened


@cache
def _mirrors() -> dict[str, str]:
    pairs = BRACKETS + _OTHER_PAIRS
    left, right = pairs[::2], pairs[1::2]
    return dict(zip(left + right, right + left, strict=True))


def mirror(character: str) -> str:
    """Return the character whose glyph mirrors that of another one, which is itself for most (L4)."""
    return _mirrors().get(character, character)


def part_line(levels: bytes) -> list[LevelRun]:
    """Return a line's runs of one level, in logical order, each with its place from left to right (L2)."""
    starts = [index for index in range(len(levels)) if not index or levels[index] != levels[index - 1]]
    ends = [*starts[1:], len(levels)]
    order = list(range(len(starts)))
    depths = [levels[start] for start in starts]
    for depth in range(max(depths, default=0), 0, -1):
        first = 0
        while first < len(order):
            last = first
            while last < len(order) and depths[order[last]] >= depth:
                last += 1
            order[first:last] = order[first:last][::-1]
            first = max(last, first + 1)
    places = {run: place for place, run in enumerate(order)}
    return [
        LevelRun(start, end, levels[start], places[run])
        for run, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
