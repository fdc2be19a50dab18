"""What the user should know where a document's scripts want a typeface or an extra that is not at hand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from unicodedata import bidirectional, category

from generator.errors import install_hint
from generator.fonts.scripts import can_shape, is_east_asian, is_scripted
from generator.typesetting.page import Text
from generator.typesetting.unspaced import has_dictionary, needs_dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.typesetting import DisplayText
    from generator.typesetting.page import Pages

KNOWN_FILES = {
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc": ("zh", "ja", "ko"),
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc": ("zh", "ja", "ko"),
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc": ("zh",),
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc": ("zh",),
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf": ("ja",),
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf": ("ko",),
}
"""Where Debian and Ubuntu have typefaces for Chinese, Japanese and Korean, and for which of them; none is taken
unasked."""
_LATIN = "\u0530"
_SHAPED, _EAST_ASIAN = "languages", "cjk"


def describe_scripts(display_text: DisplayText, pages: Pages) -> Iterator[str]:
    """Yield sentences on characters that no typeface has, and on how the pages' scripts are drawn."""
    lacking = [*filter(is_scripted, display_text.missing_glyphs)]
    east_asian = any(map(is_east_asian, lacking))
    if lacking and not can_shape():
        yield install_hint(f"{_SHAPED},{_EAST_ASIAN}" if east_asian else _SHAPED)
    elif east_asian:
        known = next((path for path in KNOWN_FILES if _is_for(path, pages.faces.language) and os.path.isfile(path)), "")
        hint = f"such as `fonts` {known}" if known else install_hint(_EAST_ASIAN).replace("Install", "or install")
        yield f"Give a typeface that has these characters with `fonts`, {hint}"
    if not any(is_scripted(character) for character in display_text.plain if character > _LATIN):
        return
    texts = [
        mark.text for page in pages.pages for mark in page.content if isinstance(mark, Text) and not mark.text.isascii()
    ]
    if not can_shape() and any(_is_joined(character) for text in texts for character in text):
        yield f"Arabic and signs on letters are drawn unjoined. {install_hint(_SHAPED)}"
    if not has_dictionary() and any(map(needs_dictionary, texts)):
        yield f"Lines of Thai, Lao, Khmer and Burmese end at spaces alone. {install_hint('thai')}"


def lacks_extra(text: str) -> bool:
    """Tell whether a text is not drawn as it should be, or broken as it should be, for want of an extra."""
    if text.isascii():
        return False
    return (not can_shape() and any(map(_is_joined, text))) or (not has_dictionary() and needs_dictionary(text))


def _is_for(path: str, language: str) -> bool:
    own = language.casefold().partition("-")[0]
    return own in KNOWN_FILES[path] or own not in {"zh", "ja", "ko"}


def _is_joined(character: str) -> bool:
    """Tell whether a character of a further script is not drawn right by itself."""
    return is_scripted(character) and (bidirectional(character) == "AL" or category(character)[0] == "M")
