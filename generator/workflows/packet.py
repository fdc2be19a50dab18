"""A packet as an operation: worksheets gathered in chunks, the list of them kept for the index and the bookmarks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts.metrics import fonts
from generator.pdf.document_info import Duplex, Printing, Properties
from generator.pdf.outline import Bookmark
from generator.pdf.packet import PacketWriter
from generator.typesetting.display_text import DisplayText
from generator.typesetting.index import Index, IndexText
from generator.words.messages import words_of
from generator.workflows.personalise import MARKERS
from generator.workflows.rendered_file import set_language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from generator.model.bank import QuestionBank
    from generator.model.layout import Layout
    from generator.pdf.packet import Filled, SheetPages
    from generator.pdf.packet_template import PacketTemplate
    from generator.workflows.render_worksheet import PacketSheet, SetWorksheet

CHUNK = 50
"""Worksheets that are written together."""
_MOST_TEMPLATES = 16
PACKET = "packet of worksheets"
"""What a packet says of its kind."""


class Finished(NamedTuple):
    """A packet that is written."""

    worksheets: int
    pages: int
    """The index's and the blank ones included."""


class Packet:
    """A packet being written; every worksheet starts on an odd page."""

    def __init__(self, write: Callable[[bytes], object], language: str) -> None:
        """Take what writes bytes to the file, and the BCP 47 tag of the packet's own language."""
        self._writer = PacketWriter(write, MARKERS)
        self._language = language
        self._template = lru_cache(_MOST_TEMPLATES)(self._build_template)
        self._waiting: list[Filled] = []
        self._names: list[str] = []
        self._numbered: list[SheetPages] = []

    @property
    def next_number(self) -> int:
        """The number of the worksheet that is added next, from 1."""
        return len(self._names) + 1

    def add(self, names: str, sheet: PacketSheet) -> None:
        """Add a worksheet under these names, set with the next number."""
        self._names.append(names)
        self._waiting.append((self._template(sheet.ready), sheet.values))
        if len(self._waiting) >= CHUNK:
            self._settle()

    def finish(self, bank: QuestionBank, layout: Layout, date: dt.datetime | None) -> Finished:
        """Write what is left, with an index in this layout; there is a worksheet at least."""
        self._settle()
        words, layout = words_of(bank.language), set_language(layout, bank.language)
        count = len(self._names)
        measures = fonts(layout.faces)
        texts = IndexText(bank.title, words.packet_note(count), (bank.title, words.index))
        index = Index(texts, self._names, layout, measures, DisplayText(measures), words)
        before = index.pages + index.pages % 2
        for page in index.set():
            self._writer.add_index(page)
        bookmarks = [
            Bookmark(names, numbered.page) for names, numbered in zip(self._names, self._numbered, strict=True)
        ]
        properties = Properties(
            words.packet_title(bank.title, count),
            bank.language,
            subject=bank.attribution,
            date=date,
            kind=PACKET,
            printing=Printing(Duplex.LONG_EDGE),
            right_to_left=words.right_to_left,
        )
        sides = [worksheet.sides for worksheet in self._numbered]
        self._writer.finish(properties, bookmarks, sides)
        return Finished(count, before + sum(sides))

    def _build_template(self, ready: SetWorksheet) -> PacketTemplate:
        language = ready.worksheet.bank.language
        return self._writer.template(ready.pages, "" if language == self._language else language)

    def _settle(self) -> None:
        if self._waiting:
            self._numbered += self._writer.add(self._waiting)
            self._waiting = []
