"""Pictures of a batch's first worksheets: to be looked at before all of them are printed or sent."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError
from generator.files.publishing import publish
from generator.workflows.batch.folder import holds
from generator.workflows.preview import make_folder, page_pictures, picture_paths, require_pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.workflows.batch.rows import RowRenderer
    from generator.workflows.batch.run import Job
    from generator.workflows.rendered_file import RenderedFile

FIRST = 3
"""How many worksheets are drawn."""


class Drawn(NamedTuple):
    """What was drawn."""

    worksheets: int
    pictures: int


def draw_first(
    jobs: Iterable[Job], renderer: RowRenderer, folder: str, *, replace: bool, inputs: Sequence[str] = ()
) -> Drawn:
    """Draw the pages of the first worksheets that can be made into a folder, and return how many.

    A picture that is there already, the same, is left alone. Raises ``MissingExtra``, and as ``publish`` does.
    """
    require_pictures()
    worksheets = pictures = 0
    for name, made in islice(_render(jobs, renderer), FIRST):
        paths = picture_paths(folder, name, made.pages)
        make_folder(paths)
        for picture, path in zip(page_pictures(made.data), paths, strict=True):
            if not holds(path, picture):
                publish(picture, path, replace=replace, inputs=inputs)
        worksheets, pictures = worksheets + 1, pictures + len(paths)
    return Drawn(worksheets, pictures)


def _render(jobs: Iterable[Job], renderer: RowRenderer) -> Iterator[tuple[str, RenderedFile]]:
    """Yield the name and the file of each worksheet that can be made; the batch itself tells why others cannot."""
    for job in jobs:
        try:
            yield job.file, renderer(job.row, job.seat)
        except AllianceError:
            continue
