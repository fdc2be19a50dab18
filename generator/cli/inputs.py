"""What commands read besides their sources: banks, layouts, the environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import UsageProblem, did_you_mean, escape
from generator.files.reading import STANDARD_INPUT, read_bounded
from generator.files.shipped import BANK, data_file, layout_files, layout_names, style_files

if TYPE_CHECKING:
    import datetime as dt

    from generator.model.bank import QuestionBank
    from generator.model.brand import Brand
    from generator.model.layout import Layout

DEFAULT_LAYOUT = "classic"
_LATEST_EPOCH = 253_402_300_799
"""The last second of the year 9999."""


def bank_from(path: str | None) -> QuestionBank:
    """Return the bank in the file, or the built-in one."""
    from generator.formats.bank import read_bank  # noqa: PLC0415 - imports yaml

    if path is None:
        return read_bank(read_bounded(data_file(BANK)), BANK)
    return read_bank(read_bounded(path), path)


def brand_from(path: str) -> Brand:
    """Return the brand in the file."""
    from generator.formats.brand import read_brand  # noqa: PLC0415 - imports yaml

    if path == STANDARD_INPUT:
        raise UsageProblem("a brand names files beside its own. Give --brand a file, not the standard input.")
    return read_brand(read_bounded(path), path)


def layout_from(name: str, style: str | None = None, brand: Brand | None = None) -> Layout:
    """Return the layout in the file, or the built-in one with this name; with brand and style laid over it."""
    from generator.formats.layout import read_layout  # noqa: PLC0415 - imports yaml

    builtin = layout_files()
    over = _style(style) if style else None
    if name in builtin:
        return read_layout(read_bounded(builtin[name]), os.path.basename(builtin[name]), name, builtin, over, brand)
    if name.lower().endswith((".yaml", ".yml")):
        # under its whole name, so that it is never taken for a built-in one
        return read_layout(read_bounded(name), name, os.path.basename(name), builtin, over, brand)
    hint = did_you_mean(name, layout_names()) or f"There are: {', '.join(layout_names())}; or give a .yaml file."
    raise UsageProblem(f"unknown layout '{escape(name)}'. {hint}")


def inputs_of(layout: Layout, *given: str | None) -> list[str]:
    """Return the files that must not be written over: those given on the command line, and those of the brand."""
    return [*filter(None, given), *(layout.brand.files if layout.brand else ())]


class LayoutChoice(NamedTuple):
    """Which layout is wanted, and what of it is to be other than it says; as it was typed."""

    name: str
    style: str | None = None
    paper: str | None = None
    lines: str | None = None
    brand: str | None = None
    """The path of its file."""

    def layout(self) -> Layout:
        """Return the layout; raise where there is none such, or its margins leave no room on the paper."""
        from generator.formats.paper import check_paper, parse_paper  # noqa: PLC0415
        from generator.model.layout import Lines  # noqa: PLC0415 - start-up is felt

        layout = layout_from(self.name, self.style, brand_from(self.brand) if self.brand else None)
        layout = layout.on(parse_paper(self.paper)) if self.paper else layout
        layout = layout._replace(lines=Lines(self.lines)) if self.lines else layout
        check_paper(layout)
        return layout


def _style(name: str) -> str:
    styles = style_files()
    if name not in styles:
        hint = did_you_mean(name, styles) or f"There are: {', '.join(styles)}."
        raise UsageProblem(f"unknown style '{escape(name)}'. {hint}")
    return styles[name]


def source_date() -> dt.datetime | None:
    """Return the date in SOURCE_DATE_EPOCH, in UTC; nothing where the environment has none."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= _LATEST_EPOCH):
        raise UsageProblem(f"SOURCE_DATE_EPOCH is '{escape(text)}'. Set it to seconds since 1970, or unset it.")
    import datetime as dt  # noqa: PLC0415 - start-up is felt

    return dt.datetime.fromtimestamp(int(text), dt.UTC)
