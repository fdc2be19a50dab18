from generator.pdf.remembered import Remembered


def test_what_was_made_of_an_object_is_known_by_its_identity_and_the_way() -> None:
    known: Remembered[str] = Remembered()
    one, equal = tuple("ab"), tuple("ab")
    assert known.keep("made", one) == "made"
    assert (known.of(one), known.of(equal), known.of(one, (1,))) == ("made", None, None)
    known.keep("other", one, (1,))
    assert (known.of(one), known.of(one, (1,))) == ("made", "other")


def test_what_it_was_made_of_lives_as_long_as_it_is_remembered() -> None:
    known: Remembered[int] = Remembered()
    for number in range(1000):
        known.keep(number, [number], None, [number])
    assert all(known.of([number]) is None for number in range(1000))
