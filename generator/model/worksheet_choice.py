"""Which worksheet is meant, of those that sources hold, and how it is told from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import InvalidInput, Problem, escape
from generator.model.fields import FieldKind
from generator.model.people import People, normalise_line
from generator.words.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.returned_answers import FilledForm


def select_worksheet(
    forms: Sequence[FilledForm], wanted: str | None
) -> tuple[tuple[FilledForm, ...], tuple[FilledForm, ...]]:
    """Return the forms of the worksheet that is meant, and those left out.

    Meant is the one of the identity ``wanted``, else the only one that every source holds. Where the sources have none
    in common, all are returned, to be refused together. Raises ``InvalidInput`` where there is a choice.
    """
    held = _group_by_source(forms)
    if wanted:
        _require_in_all(wanted, held)
        meant = {wanted}
    else:
        common = set.intersection(*map(set, held.values())) if held else set()
        if len(common) > 1:
            raise _report_choice(forms, common)
        meant = common or {form.identity for form in forms}
    return (
        tuple(form for form in forms if form.identity in meant),
        tuple(form for form in forms if form.identity not in meant),
    )


def report_left_out(forms: Iterable[FilledForm]) -> tuple[str, ...]:
    """Return a remark for each form that was left out, whole sentences."""
    return tuple(
        f"{escape(form.source)}: the worksheet of {describe_people(form)} in it is left out." for form in forms
    )


def describe_forms(forms: Iterable[FilledForm]) -> str:
    """Return the forms' identities, each with its people."""
    return "; ".join(dict.fromkeys(f"{form.identity} ({describe_people(form)})" for form in forms))


def _group_by_source(forms: Sequence[FilledForm]) -> dict[str, list[str]]:
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


def _report_choice(forms: Sequence[FilledForm], common: set[str]) -> InvalidInput:
    first = next(form.source for form in forms if form.identity in common)
    there = [form for form in forms if form.source == first and form.identity in common]
    hint = "Say which one with `identity`, or give each as a file of its own."
    return InvalidInput([Problem(first, f"holds {len(common)} worksheets: {describe_forms(there)}", hint)])


def describe_people(form: FilledForm) -> str:
    """Return whose worksheet it is, with the names that were typed; foreign parts escaped."""
    names = list(form.worksheet.people.names) if form.worksheet else []
    for entry in form.values:
        if entry.field_id.kind is FieldKind.NAME and entry.text.strip():
            names += [""] * (1 + entry.field_id.number - len(names))
            names[entry.field_id.number] = normalise_line(entry.text)
    return ENGLISH.list_names(list(map(escape, People(tuple(names)).labels()))) if any(names) else "nobody named"
