"""Question banks, brands and layouts by name or path, as requests give them."""

import datetime as dt
import os
from collections.abc import Sequence
from typing import NamedTuple

from generator.errors import InvalidRequest, RequestProblem, collect_problems, did_you_mean, escape
from generator.files.reading import STANDARD_INPUT, read_bounded
from generator.files.shipped import layout_files, layout_names, style_files
from generator.model.bank import QuestionBank
from generator.model.brand import Brand
from generator.model.layout import Layout
from generator.model.worksheet import Worksheet

DEFAULT_LAYOUT = "classic"


def load_bank(path: str | None = None) -> QuestionBank:
    """Return the bank in the file, or the built-in one. Raises ``InvalidInput``."""
    from generator.workflows.bank_files import load_bank_file  # noqa: PLC0415 - not every command reads one

    return load_bank_file(path).bank


def load_layout(name: str, style: str | None = None, brand: Brand | None = None) -> Layout:
    """Return the layout in the file, or the built-in one with this name; with brand and style laid over it.

    Raises ``InvalidRequest`` for unknown names, ``InvalidInput`` for a file that cannot be used.
    """
    from generator.formats.layout import read_layout  # noqa: PLC0415 - not every command reads one

    builtin = layout_files()
    problems: list[RequestProblem] = []
    over = collect_problems(problems, _style_file, style) if style else None
    is_file = name.lower().endswith((".yaml", ".yml"))
    if not (is_file or name in builtin):
        hint = did_you_mean(name, layout_names()) or f"There are: {', '.join(layout_names())}; or give a .yaml file."
        problems.append(RequestProblem("layout", f"unknown layout '{escape(name)}'", hint))
    if problems:
        raise InvalidRequest(*problems)
    if name in builtin:
        return read_layout(read_bounded(builtin[name]), os.path.basename(builtin[name]), name, builtin, over, brand)
    # under its whole name, so that it is never taken for a built-in one
    return read_layout(read_bounded(name), name, os.path.basename(name), builtin, over, brand)


def list_layouts() -> tuple[Layout, ...]:
    """Return the built-in layouts, sorted by their names."""
    return tuple(map(load_layout, layout_names()))


def read_moment(text: str, field: str) -> dt.datetime | dt.date:
    """Return the date, or date and time, in the field of a request. Raises ``InvalidRequest``."""
    from generator.words.dates import list_dates  # noqa: PLC0415 - many documents have no date

    found = list_dates(text)
    if len(found) != 1:
        from generator.words.messages import describe_unread  # noqa: PLC0415 - only failures pay for it

        hint = 'Give a date, or date and time, such as "2026-12-04 12:30".'
        raise InvalidRequest(RequestProblem(field, f"`{field}` '{escape(text)}' {describe_unread(text)}", hint))
    return found[0]


class LayoutChoice(NamedTuple):
    """Which layout is wanted, and how it is to be other than its file says."""

    name: str = DEFAULT_LAYOUT
    """A built-in layout, or the path of a file; empty for a worksheet's own."""
    style: str | None = None
    paper: str | None = None
    lines: str | None = None
    brand: str | None = None
    """The path of its file."""
    keep_brand: bool = True
    """Whether a brand that a document carries is kept where no other is given."""
    fonts: tuple[str, ...] = ()
    """The paths of typefaces for further scripts."""

    def load(self, kept: Brand | None = None) -> Layout:
        """Return the layout, with its brand, or else with the one that was ``kept``.

        Raises ``InvalidRequest`` where no layout, style or paper has this name, the margins leave no room on the
        paper, or a brand is given and none is wanted, and ``InvalidInput`` for a file that cannot be used.
        """
        from generator.formats.paper import check_paper, parse_paper  # noqa: PLC0415 - imports regular expressions
        from generator.model.layout import Lines  # noqa: PLC0415

        if self.brand and not self.keep_brand:
            message = "`brand` and `no_brand` exclude each other"
            raise InvalidRequest(RequestProblem("brand", message, "Leave one of them out."))
        problems: list[RequestProblem] = []
        brand = collect_problems(problems, _load_brand, self.brand) if self.brand else kept
        layout = collect_problems(problems, load_layout, self.name, self.style, brand)
        paper = collect_problems(problems, parse_paper, self.paper) if self.paper else None
        if layout is None or problems:
            raise InvalidRequest(*problems)
        layout = layout.on(paper) if paper else layout
        layout = layout._replace(lines=Lines(self.lines)) if self.lines else layout
        check_paper(layout)
        if self.fonts:
            from generator.formats.given_typeface import load_typefaces  # noqa: PLC0415 - imports an extra

            given = tuple(file for path in self.fonts for file in load_typefaces(path))
            layout = layout._replace(faces=layout.faces._replace(given=given))
        return layout

    def load_for(self, worksheet: Worksheet, brands: Sequence[str] = ()) -> tuple[Layout, tuple[str, ...]]:
        """Return the layout as ``load`` does, by default the worksheet's own on its own paper, and remarks on it.

        ``brands`` are those that its documents carry.
        """
        name = self.name or worksheet.layout
        remarks: tuple[str, ...] = ()
        if not self.name and name not in layout_names():
            told = f"The worksheet's own layout '{escape(name)}' is not at hand; '{DEFAULT_LAYOUT}' is used."
            name, remarks = DEFAULT_LAYOUT, (f"{told} Give it with `layout`.",)
        kept, lost = _read_kept(() if self.brand or not self.keep_brand else brands)
        return self._replace(name=name, paper=self.paper or worksheet.paper).load(kept), (*remarks, *lost)


OWN_LAYOUT = LayoutChoice("")
"""A worksheet's own layout, as it is."""


def _load_brand(path: str) -> Brand:
    from generator.formats.brand import read_brand  # noqa: PLC0415 - few commands read one

    if path == STANDARD_INPUT:
        hint = "Give `brand` a file, not the standard input."
        raise InvalidRequest(RequestProblem("brand", "a brand names files beside its own", hint))
    return read_brand(read_bounded(path), path)


def _read_kept(brands: Sequence[str]) -> tuple[Brand | None, tuple[str, ...]]:
    """Return the brand that documents carry, and what is lost of it, whole sentences."""
    if not brands:
        return None, ()
    from generator.formats.embedded_brand import read_embedded_brand  # noqa: PLC0415 - few documents carry one

    if len(brands) > 1:
        return None, (f"The files carry {len(brands)} brands, so none is taken. Give it with `brand`.",)
    brand = read_embedded_brand(brands[0])
    if brand is None:
        return None, ("The brand in the file is damaged, or of a newer version. Give it with `brand`.",)
    if brand.typeface_left_out:
        typeface = escape(brand.typeface_left_out)
        return brand, (f"The brand is kept but for its typeface, {typeface}. Give it with `brand` to set it in that.",)
    return brand, ()


def _style_file(name: str) -> str:
    styles = style_files()
    if name not in styles:
        hint = did_you_mean(name, styles) or f"There are: {', '.join(styles)}."
        raise InvalidRequest(RequestProblem("style", f"unknown style '{escape(name)}'", hint))
    return styles[name]
