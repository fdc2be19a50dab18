"""Page labels (ISO 32000-1, 12.4.2): the numbers by which viewers list pages and find them."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from generator.pdf.syntax import references, text_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.pdf.writer import PdfWriter

_MOST = 512
"""Labels in a leaf of the number tree; readers take a leaf as a whole."""


def add_page_labels(front: int, sides: Sequence[int], writer: PdfWriter, first: int = 1) -> int:
    """Add the labels of a packet, and return the number of their tree's root.

    The ``front`` pages, one at least, are i, ii, iii; the pages of the worksheets behind them, which have so many
    ``sides`` each, are 1-1, 1-2, then 2-1, 2-2: the worksheet's number, from ``first`` on, and the page in it.
    """
    starts = list(accumulate(sides, initial=front))
    entries = [b"0<</S/r>>"]
    entries += [
        b"%d<</S/D/P%b>>" % (start, text_string(f"{number}-")) for number, start in enumerate(starts[:-1], start=first)
    ]
    if len(entries) <= _MOST:  # some readers give nothing to pages behind the last key of a leaf
        return writer.add(b"<</Nums[%b]>>" % b" ".join(entries))
    leaves: list[int] = []
    for begun in range(0, len(entries), _MOST):
        held = entries[begun : begun + _MOST]
        least, most = (starts[index - 1] if index else 0 for index in (begun, begun + len(held) - 1))
        leaves.append(writer.add(b"<</Limits[%d %d]/Nums[%b]>>" % (least, most, b" ".join(held))))
    return writer.add(b"<</Kids%b>>" % references(leaves))
