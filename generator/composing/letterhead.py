"""What a brand adds to a document: its head on the first page, and how to reach it in the foot of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import Letterhead

if TYPE_CHECKING:
    from generator.model.brand import Brand


def letterhead(brand: Brand | None) -> tuple[Letterhead, ...]:
    """Return the blocks that open a document."""
    if not brand:
        return ()
    if not brand.logo:
        return (Letterhead(brand.organisation),)
    return (Letterhead(brand.organisation, brand.logo.image, brand.logo.alternative),)


def contact(brand: Brand | None) -> tuple[str, ...]:
    """Return what stands above the foot: the contact line and the website, as far as there are any."""
    return tuple(filter(None, (brand.contact, brand.website))) if brand else ()
