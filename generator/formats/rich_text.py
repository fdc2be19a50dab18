"""Rich text of fields (ISO 32000-1, 12.7.3.4): XHTML whose block elements each end a line."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
"""The elements that stand on lines of their own."""
_CONTAINERS = {"", "body", "html", "ul", "ol", "table", "tbody", "value-richtext", "contents-richtext"}
"""The elements that hold blocks: white space between these is the file's own layout."""


class RichText:
    """A rich text as its elements come, in the order of the file."""

    def __init__(self, root: str = "") -> None:
        """Take the element that holds the text; one that holds no blocks keeps all white space."""
        self._pieces: list[str] = []
        self._path = [root]
        self._is_fresh = True
        """Whether nothing stands on the line yet."""
        self._is_block_over = False
        """Whether a block ended and no text has followed."""

    def start(self, element: str) -> None:
        """Note that an element begins; ``br`` has no end."""
        if element == "br":
            self._put("\n")
            return
        self._path.append(element)
        if element in BLOCKS:
            if not self._is_fresh:
                self._pieces.append("\n")
            self._is_fresh, self._is_block_over = True, False

    def end(self, element: str) -> None:
        """Note that an element ends, and all that were not ended within it."""
        if element not in self._path[1:]:
            return
        while self._path.pop() != element:
            pass
        if element in BLOCKS:
            self._is_fresh, self._is_block_over = False, True

    def add(self, text: str) -> None:
        """Add characters."""
        is_between = "\n" in text or self._is_block_over or self._is_fresh
        if not (self._path[-1] in _CONTAINERS and is_between and not text.strip(" \t\r\n")):
            self._put(text)

    def _put(self, text: str) -> None:
        if self._is_block_over:
            self._pieces.append("\n")
        self._pieces.append(text)
        self._is_fresh = self._is_block_over = False

    def text(self) -> str:
        """Return the text so far, a line for each block."""
        return "".join(self._pieces)


class _Parser(HTMLParser):
    """Passes elements on; takes whatever is no markup for text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rich = RichText()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - given
        self.rich.start(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - given
        self.rich.start(tag)
        self.rich.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.rich.end(tag)

    def handle_data(self, data: str) -> None:
        self.rich.add(data)


def read_rich_text(xhtml: str) -> str:
    """Return the text of an XHTML value, a line for each block element and each ``br``; blank lines are empty."""
    parser = _Parser()
    parser.feed(xhtml)
    parser.close()
    return "\n".join([line if line.strip() else "" for line in parser.rich.text().split("\n")]).strip()
