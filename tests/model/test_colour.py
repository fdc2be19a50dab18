from itertools import product

import pytest

from generator.model.colour import LEAST, WHITE, Colour, contrast, hexadecimal, luminance, nearest_passing


def colour(text: str) -> Colour:
    return Colour(*(int(text[start : start + 2], 16) / 255 for start in (1, 3, 5)))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        # WCAG 2.2, definition of contrast ratio: 1 to 21
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        # Technique G18 and Understanding SC 1.4.3: #777777 misses 4.5:1 on white, #767676 has it; red has 4:1
        ("#777777", "#FFFFFF", 4.47),
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 3.99),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(colour(one), colour(other)) == pytest.approx(ratio, abs=0.015)
    assert contrast(colour(other), colour(one)) == contrast(colour(one), colour(other))


def test_white_has_the_luminance_1_and_black_0() -> None:
    assert luminance(WHITE) == pytest.approx(1)
    assert luminance(Colour(0, 0, 0)) == 0


def test_a_colour_that_passes_is_the_nearest_one_itself() -> None:
    assert nearest_passing(colour("#7A1E2C")) == colour("#7A1E2C")


@pytest.mark.parametrize("parts", list(product(("00", "80", "FF"), repeat=3)))
def test_the_nearest_passing_colour_passes_by_little_in_the_same_hue(parts: tuple[str, str, str]) -> None:
    given = colour("#" + "".join(parts))
    found = nearest_passing(given)
    assert contrast(found) >= LEAST
    if found != given:
        assert contrast(found) < LEAST + 0.1
        largest = max(range(3), key=lambda part: given[part])
        assert [part / found[largest] for part in found] == pytest.approx(
            [part / given[largest] for part in given], abs=0.01
        )


def test_a_colour_is_written_as_files_have_it() -> None:
    assert hexadecimal(colour("#7A1E2C")) == "#7A1E2C"
