"""What is said of returns once they are merged: that they say nothing, who said nothing, and what was dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import InvalidInput, Problem, escape
from generator.model.fields import FieldKind
from generator.model.people import People
from generator.model.sources import comparable, describe_field, find_silent
from generator.words.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.answers import Answers
    from generator.model.fields import FieldId
    from generator.model.merging import Conflict
    from generator.model.returned_answers import FieldValue
    from generator.model.sources import Source
    from generator.model.worksheet import Worksheet

NOBODY = "nobody has answered anything (sent back without saving?)"
Said = tuple[tuple[str, tuple["FieldValue", ...]], ...]
"""For each source, in order, its name and what it says beyond what was composed."""


def require_said(said: Said, remarks: Sequence[str]) -> None:
    """Raise ``InvalidInput``, with all remarks, where no source says anything beyond what was composed."""
    if any(entries for _, entries in said):
        return
    hint = "Ask for the file again, saved; with `allow_empty` it makes an alliance all the same."
    hints = [" ".join((*remarks, hint)), *(hint for _ in said)]
    raise InvalidInput(Problem(name, NOBODY, told) for (name, _), told in zip(said, hints, strict=False))


def report_silent(worksheet: Worksheet, said: Said, answers: Answers) -> tuple[str, ...]:
    """Return a remark that names the people for whom nothing came back, and one where nobody has answered a question.

    There is none where everybody has said something, and somebody an answer; ``answers`` is everything merged.
    """
    silent = find_silent(worksheet, [entry for _, entries in said for entry in entries])
    named = ENGLISH.list_names([escape(People(answers.names).label(person)) for person in silent])
    remarks = [f"Nothing was filled in for {named}. Ask whether a copy was sent back without saving."] if silent else []
    if len(silent) < len(answers.names) and not answers.texts:
        remarks.append("No question is answered yet.")
    return tuple(remarks)


def report_notes(worksheet: Worksheet, returns: Iterable[Source], people: People) -> tuple[str, ...]:
    """Return a remark with the whole text of every note that came back from before the meeting: no alliance has it."""
    asked = {question.id for question in worksheet.bank.every_question()}
    notes: dict[tuple[FieldId, str], str] = {}
    for source in returns:
        for entry in source.values:
            if entry.field_id.kind is FieldKind.NOTE and entry.text.strip():
                said = f"{escape(source.name)}: {_repeat_note(entry, people, asked)}"
                notes.setdefault((entry.field_id, comparable(entry.text)), said)
    return tuple(notes.values())


def _repeat_note(entry: FieldValue, people: People, asked: set[str]) -> str:
    field_id, (question, number) = entry.field_id, (entry.field_id.question, entry.field_id.number)
    said = f"{describe_field(field_id, people)} stays out of the alliance, for notes are for oneself: "
    said += f"'{escape(entry.text)}'."
    if question not in asked or number >= len(people):
        return said
    return f"{said} Where it is to be an answer, merge it with a file that says so, under '{question}'."


def report_dropped(dropped: Iterable[Conflict]) -> tuple[str, ...]:
    """Return a remark for each field of which a text was taken and others were dropped, the taken one first."""
    return tuple(
        f"{conflict.words}: {conflict.versions[0]} is taken; dropped: {', '.join(map(str, conflict.versions[1:]))}."
        for conflict in dropped
    )
