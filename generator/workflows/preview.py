"""Pictures of a PDF's pages, as PDFium draws them: for whoever designs a layout, and for the samples."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from generator.errors import OutputUnwritable, require_extra
from generator.files.publishing import STANDARD_OUTPUT, publish

if TYPE_CHECKING:
    from collections.abc import Iterator

POINTS_PER_INCH = 72
RESOLUTION = 100
"""Pixels per inch."""
SHADES = 64
"""The colours of a picture: a page has few, and a file with few colours is small."""


def require_pictures() -> None:
    """Raise ``MissingExtra`` where the packages that draw pictures are not installed."""
    require_extra("preview", "preview", "PIL", "pypdfium2")


def page_pictures(data: bytes, resolution: float = RESOLUTION) -> Iterator[bytes]:
    """Yield a PNG of each page of a PDF, its fields drawn with what stands in them; the same PDF gives the same ones.

    Raises ``MissingExtra`` where the packages for it are not installed.
    """
    require_pictures()
    import pypdfium2  # noqa: PLC0415 - an extra

    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        for page in document:
            picture = page.render(scale=resolution / POINTS_PER_INCH).to_pil().convert("RGB")
            file = io.BytesIO()
            picture.quantize(SHADES).save(file, "PNG", optimize=True)
            yield file.getvalue()


def picture_paths(folder: str, document: str, pages: int) -> list[str]:
    """Return where the pictures of a document's pages go: ``FOLDER/worksheet-1.png`` and so on.

    ``document`` is the path of its file; of one on the standard output (``-``), they are called ``page-1.png``.
    """
    stem = os.path.splitext(os.path.basename(document))[0] if document != STANDARD_OUTPUT else "page"
    digits = len(str(pages))
    return [os.path.join(folder, f"{stem}-{number:0{digits}}.png") for number in range(1, pages + 1)]


def make_folder(paths: list[str]) -> None:
    """Make the folder of pictures where it is missing. Raises ``OutputUnwritable``."""
    folder = os.path.dirname(paths[0]) or os.curdir
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(folder, error.strerror or str(error)) from error


def publish_pictures(data: bytes, paths: list[str], *, replace: bool, inputs: list[str]) -> None:
    """Draw the PDF's pages into the files, their folder made where it is missing. Raises as ``publish`` does."""
    make_folder(paths)
    for picture, path in zip(page_pictures(data), paths, strict=True):
        publish(picture, path, replace=replace, inputs=inputs)
