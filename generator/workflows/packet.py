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

    def __init__(self, write: Callable[[bytes], object], language: str, first: int = 1) -> None:
        """Take what writes bytes to the file, the BCP 47 tag of the packet's own language, and the first's number."""
        self._first = first
        self._writer = PacketWriter(write, MARKERS)
        self._language = language
        self._template = lru_cache(_MOST_TEMPLATES)(self._build_template)
        self._waiting: list[Filled] = []
        self._objects = 0
        """How many those have."""
        self._names: list[str] = []
        self._numbered: list[SheetPages] = []

    @property
    def next_number(self) -> int:
        """The number of the worksheet that is added next."""
        return self._first + len(self._names)

    def has_room(self, sheet: PacketSheet) -> bool:
        """Tell whether the file may have this worksheet as well; one without any may have it, or no file may."""
        objects = self._objects + self._template(sheet.ready).count
        return not self._names or self._writer.has_room(len(self._waiting) + 1, objects)

    def add(self, names: str, sheet: PacketSheet) -> None:
        """Add a worksheet under these names, set with the next number."""
        self._names.append(names)
        template = self._template(sheet.ready)
        self._waiting.append((template, sheet.values))
        self._objects += template.count
        if len(self._waiting) >= CHUNK:
            self._settle()

    def finish(self, bank: QuestionBank, layout: Layout, date: dt.datetime | None) -> Finished:
        """Write what is left, with an index in this layout; there is a worksheet at least."""
        self._settle()
        words, layout = words_of(bank.language), set_language(layout, bank.language)
        count = len(self._names)
        measures = fonts(layout.faces)
        texts = IndexText(bank.title, words.packet_note(count), (bank.title, words.index), self._first)
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
        self._writer.finish(properties, bookmarks, sides, self._first)
        return Finished(count, before + sum(sides))

    def _build_template(self, ready: SetWorksheet) -> PacketTemplate:
        language = ready.worksheet.bank.language
        return self._writer.template(ready.pages, "" if language == self._language else language)

    def _settle(self) -> None:
        if self._waiting:
            self._numbered += self._writer.add(self._waiting)
            self._waiting, self._objects = [], 0


class DividedPacket:
    """A packet in as many files as it needs: one, or where that holds too much, several, numbered through."""

    def __init__(
        self,
        open_file: Callable[[], Callable[[bytes], object]],
        bank: QuestionBank,
        layout: Layout,
        date: dt.datetime | None,
    ) -> None:
        """Take what opens the next file and returns what writes to it, and what each ``Packet`` is finished with."""
        self._open_file = open_file
        self._ending = (bank, layout, date)
        self._packet = Packet(open_file(), bank.language)
        self._finished = Finished(0, 0)

    @property
    def next_number(self) -> int:
        """The number of the worksheet that is added next, from 1."""
        return self._packet.next_number

    def add(self, names: str, sheet: PacketSheet) -> None:
        """Add a worksheet as ``Packet.add`` does, to a further file where it has no room."""
        if not self._packet.has_room(sheet):
            self.finish()
            self._packet = Packet(self._open_file(), self._ending[0].language, self._packet.next_number)
        self._packet.add(names, sheet)

    def finish(self) -> Finished:
        """Write what is left, with an index; return what all files have. There is a worksheet at least."""
        worksheets, pages = self._packet.finish(*self._ending)
        before = self._finished
        self._finished = Finished(before.worksheets + worksheets, before.pages + pages)
        return self._finished
