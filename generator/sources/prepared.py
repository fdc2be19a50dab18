"""The built-in bank and layouts as values, prepared so that a usual start need not read YAML.

``prepared_values`` is written by ``python -m generator.sources.preparing``; a test compares it with what the readers
give. A value is used only where the files hold the very bytes it was made of, by their digest: what somebody has edited
is read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.digests import digest_of
from generator.sources import prepared_values
from generator.sources.files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.bank import QuestionBank
    from generator.layout import Layout


def prepared_bank(data: bytes) -> QuestionBank | None:
    """Return the bank that a file with this content holds, if that is the built-in one."""
    return prepared_values.bank() if digest_of(data) == prepared_values.BANK_DIGEST else None


def prepared_layout(name: str, files: Mapping[str, str]) -> Layout | None:
    """Return the built-in layout with this name, if these files are as they were."""
    if name not in prepared_values.LAYOUTS:
        return None
    chain, digest, value = prepared_values.LAYOUTS[name]
    if not all(each in files for each in chain):
        return None
    return value() if digest_of(*(read_bounded(files[each]) for each in chain)) == digest else None
