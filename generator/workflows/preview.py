"""Pictures of a PDF's pages, as PDFium draws them: for whoever designs a layout, and for the samples."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from generator.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

POINTS_PER_INCH = 72
RESOLUTION = 100
"""Pixels per inch."""
SHADES = 64
"""The colours of a picture: a page has few, and a file with few colours is small."""


def require_pictures() -> None:
    """Raise UsageProblem where the packages that draw pictures are not installed."""
    try:
        import PIL  # noqa: F401, PLC0415 - an extra
        import pypdfium2  # noqa: F401, PLC0415
    except ImportError as missing:
        raise UsageProblem(
            f"--preview needs {missing.name}, which is not installed. "
            "Install the extra 'preview': pip install 'designed-alliance[preview]'"
        ) from None


def page_pictures(data: bytes, resolution: float = RESOLUTION) -> Iterator[bytes]:
    """Yield a PNG of each page of a PDF, its fields drawn with what stands in them; the same PDF gives the same ones.

    Raises UsageProblem where the packages for it are not installed.
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
