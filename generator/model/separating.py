"""Files that hold several worksheets, put together by whoever collected or scanned them: which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import InvalidInput, Problem, escape
from generator.model.fields import Kind
from generator.model.people import People, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.returned_answers import FilledForm


def of_one_worksheet(
    forms: Sequence[FilledForm], wanted: str | None
) -> tuple[tuple[FilledForm, ...], tuple[FilledForm, ...]]:
    """Return the forms of the worksheet that is meant, and those left out.

    Meant is the one of the identity ``wanted``, else the only one that every source holds. Where the sources have none
    in common, all are returned, to be refused together. Raises ``InvalidInput`` where there is a choice.
    """
    held = _by_source(forms)
    if wanted:
        _require_in_all(wanted, held)
        meant = {wanted}
    else:
        common = set.intersection(*map(set, held.values())) if held else set()
        if len(common) > 1:
            raise _undecided(forms, common)
        meant = common or {form.identity for form in forms}
    return (
        tuple(form for form in forms if form.identity in meant),
        tuple(form for form in forms if form.identity not in meant),
    )


def left_out(forms: Iterable[FilledForm]) -> tuple[str, ...]:
    """Return a remark for each form that was left out, whole sentences."""
    return tuple(f"{escape(form.source)}: the worksheet of {_whose(form)} in it is left out." for form in forms)


def in_short(forms: Iterable[FilledForm]) -> str:
    """Return the forms' identities, each with its people."""
    return "; ".join(dict.fromkeys(f"{form.identity} ({_whose(form)})" for form in forms))


def _by_source(forms: Sequence[FilledForm]) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for form in forms:
        held.setdefault(form.source, []).append(form.identity)
    return held


def _require_in_all(wanted: str, held: dict[str, list[str]]) -> None:
    lacking = [
        Problem(source, f"holds no worksheet {escape(wanted)}", f"It holds {', '.join(identities)}.")
        for source, identities in held.items()
        if wanted not in identities
    ]
    if lacking:
        raise InvalidInput(lacking)


def _undecided(forms: Sequence[FilledForm], common: set[str]) -> InvalidInput:
    first = next(form.source for form in forms if form.identity in common)
    there = [form for form in forms if form.source == first and form.identity in common]
    hint = "Say which one with --identity, or give each as a file of its own."
    return InvalidInput([Problem(first, f"holds {len(common)} worksheets: {in_short(there)}", hint)])


def _whose(form: FilledForm) -> str:
    """Return whose worksheet it is, with the names that were typed; foreign parts escaped."""
    names = list(form.worksheet.people.names) if form.worksheet else []
    for entry in form.given:
        if entry.slot.kind is Kind.NAME and entry.text.strip():
            names += [""] * (1 + entry.slot.number - len(names))
            names[entry.slot.number] = " ".join(entry.text.split())
    return join_names(tuple(map(escape, People(tuple(names)).labels()))) if any(names) else "nobody named"
