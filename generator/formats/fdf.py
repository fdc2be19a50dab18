"""Read FDF, the PDF syntax that Acrobat, pdftk and others export a form's data in (ISO 32000-1, 12.7.7).

With another header and a cross-reference table (``fdf_as_pdf``) an FDF file is a PDF, which pypdf reads (``fdf_scan``),
both in the child process of ``sandbox``.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, Problem
from generator.formats.fdf_as_pdf import HEADER_WITHIN, MARK
from generator.formats.filled_pdf.form_data import FormData, ReadFailure, from_json
from generator.formats.filled_pdf.forms import forms_of
from generator.formats.filled_pdf.sandbox import TooMuchWork, run_limited

if TYPE_CHECKING:
    from generator.model.returned_answers import FilledForm

_ANEW = "Export the form's data anew, or give the filled PDF."


def read_fdf(data: bytes, source: str) -> tuple[FilledForm, ...]:
    """Return what a form's exported data hold. Raises ``InvalidInput``, with one problem, for everything else."""
    if MARK not in data[:HEADER_WITHIN]:
        raise _refused(source, "is not FDF", _ANEW)
    from generator.formats.fdf_scan import scan_fdf  # noqa: PLC0415 - imports pypdf

    try:
        scan = from_json(run_limited(functools.partial(scan_fdf, data)))
    except TooMuchWork:
        scan = FormData(ReadFailure.TOO_MUCH)
    match scan.failure:
        case ReadFailure.TOO_MUCH:
            raise _refused(source, "takes more time or memory to read than any worksheet's data would", _ANEW)
        case ReadFailure.DAMAGED | ReadFailure.ENCRYPTED:
            raise _refused(source, "is damaged, cut off, encrypted or in an encoding that is not known", _ANEW)
        case ReadFailure.NONE:
            pass
    if not scan.fields:
        what = "are damaged" if scan.unreadable else "are of another form" if scan.foreign else "are not in it"
        raise _refused(source, f"the fields of a worksheet {what}", _ANEW)
    return forms_of(scan, source)


def _refused(source: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(source, message, hint)])
