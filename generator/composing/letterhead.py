"""Whose document it is: what a brand has above its title, and above every foot, or on a page of its own."""

from typing import NamedTuple

from generator.model.brand import Brand, Image


class Letterhead(NamedTuple):
    """Whose document it is, above its title."""

    organisation: str
    image: Image | None = None
    alternative: str = ""
    """What is read aloud in place of the image."""


class TitlePage(NamedTuple):
    """A page of its own that says whose document it is; a blank one may lie behind it."""

    title: str
    """The exercise, small above the names; large where there are none."""
    names: tuple[str, ...]
    """A line for each name."""
    facts: tuple[str, ...]
    """Date and place, at the foot."""
    head: Letterhead | None = None
    of_names: bool = False
    """Whether the names are the heading of level 1, not the exercise."""


def letterhead(brand: Brand | None) -> tuple[Letterhead, ...]:
    """Return the blocks that open a brand's document: its letterhead; none without a brand."""
    if not brand:
        return ()
    if not brand.logo:
        return (Letterhead(brand.organisation),)
    return (Letterhead(brand.organisation, brand.logo.image, brand.logo.alternative),)


def contact(brand: Brand | None) -> tuple[str, ...]:
    """Return the texts above every foot of a brand's document: contact and website, as far as there are any."""
    return tuple(filter(None, (brand.contact, brand.website))) if brand else ()
