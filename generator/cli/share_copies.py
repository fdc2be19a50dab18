"""Share copies: from ``--without`` and ``--only`` to an excerpt of the alliance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import UsageProblem, did_you_mean, escape
from generator.model.excerpt import excerpt, shareable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.alliance import Alliance

MARK = "excerpt"
"""What the names of share copies' files end in."""


def shared(alliance: Alliance, without: Sequence[str], only: Sequence[str]) -> Alliance:
    """Return the alliance, or the excerpt of it that is wanted; raise UsageProblem where that makes no sense."""
    if not without and not only:
        return alliance
    if without and only:
        raise UsageProblem("--without and --only say the same in two ways. Give one of them.")
    known = shareable(alliance)
    if unknown := [each for each in (*without, *only) if each not in known]:
        hint = did_you_mean(unknown[0], known) or f"There are: {', '.join(known)}."
        raise UsageProblem(f"the alliance has no '{escape(unknown[0])}' to leave out. {hint}")
    kept = set(only) or set(known) - set(without)
    if not kept:
        raise UsageProblem("nothing is left to share. Leave out less.")
    return excerpt(alliance, kept)
