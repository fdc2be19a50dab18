"""Field names as they come back: whose worksheet, which field, whatever joined the files renamed them to."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.model.fields import parse_field_id
from generator.model.worksheet import IDENTITY_LENGTH

DEFINITION = "definition"
"""The path of the hidden field that carries the worksheet's definition."""

LONGEST = 300
"""Names of more characters are none of ours."""

# pdftk puts ``1.`` in front of a second copy's names, and a hierarchy joins its parents' names with dots; behind
# the name qpdf puts ``+1``, MuPDF `` [83]``, others ``#1``, ``_2`` or ``(2)``.
_OURS = re.compile(
    rf"(?:.*\.)?(?P<identity>[0-9a-z]{{{IDENTITY_LENGTH}}})/(?P<path>[a-z0-9/-]+?)"
    r"(?:(?:[+#_.~ -]|\ ?[\[(])[0-9]+[\])]?)*",
    re.DOTALL,
)


class FieldName(NamedTuple):
    """A field name taken apart."""

    identity: str
    path: str
    """The path of a field, or ``DEFINITION``."""


def field_name(name: str) -> FieldName | None:
    """Return the parts of a field's full name (ISO 32000-1, 12.7.3.2), or None where it is none of ours."""
    if len(name) > LONGEST or not (found := _OURS.fullmatch(name)):
        return None
    path = found["path"]
    return FieldName(found["identity"], path) if path == DEFINITION or parse_field_id(path) else None
