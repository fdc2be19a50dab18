"""Brands for tests."""

from __future__ import annotations

from generator.model.brand import Brand, Image, Logo

WIDE = Image(40, 10, 3, bytes(range(100)) * 12, bytes(range(200)) * 2)
TALL = Image(5, 50, 1, bytes(250))
SQUARE = Image(20, 20, 1, bytes(400))
BANNER = Image(70, 5, 1, bytes(350))
LINE = Image(160, 4, 1, bytes(640))


def branded(organisation: str = "Tandem Coaching", image: Image | None = WIDE) -> Brand:
    logo = Logo(image, "Two circles that overlap") if image else None
    return Brand(organisation, "hello@tandem.example, +351 21 000 00 00", "https://tandem.example", logo)
