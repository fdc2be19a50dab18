from __future__ import annotations

from functools import partial

from generator.latest import Latest


def test_a_value_is_made_once_and_those_asked_for_latest_are_kept() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    latest: Latest[str] = Latest(2)
    assert [latest.of(key, partial(make, key)) for key in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]
    assert len(latest) == 2


def test_nothing_is_a_value_too() -> None:
    latest: Latest[str | None] = Latest(2)
    assert latest.of(1, lambda: None) is None
    assert latest.of(1, lambda: "made again") is None
