"""Answers files in YAML: read to ``RawAnswers``, and written; their shape is ``generator/data/schemas/answers.json``.

Texts stay exactly as they stand in the file, but that blocks of YAML (``|``) lose the empty lines before the text and
the one line break that ends every block. An empty value counts as a missing one, so a file that is filled in only half
is a good one. Names and ids are not looked up here, and a wrong shape is not refused here: ``RawAnswers`` carries its
problems to ``returned_answers.resolve_answers``, which reports both together.

Reading a written file gives the same values for any text, but that pairs of surrogates come back as the one character
that they stand for. The readers' limits hold: a file of more than 1 MB of YAML, or an answer of more than 200,000
characters, is written but refused by the reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.formats.kinds import require_answers_kind
from generator.formats.located import nodes
from generator.formats.located.nodes import sort_problems
from generator.formats.located.schema import load_rule
from generator.formats.located.schema_check import check
from generator.formats.located.yaml_nodes import read_yaml
from generator.formats.yaml_text import format_block, format_comment, format_inline, format_key
from generator.model.fields import MEETING, SHEET_FIELDS
from generator.model.people import People
from generator.model.returned_answers import AgreementRow, LocatedText, RawAnswers, SheetText
from generator.model.worksheet import identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.formats.located.nodes import Node, Scalar, Tree
    from generator.model.answers import Answers
    from generator.model.bank import QuestionBank
    from generator.model.worksheet import Worksheet

BLANK_AGREEMENTS = 3
"""Rows for agreements in a blank file."""

_HOW_TO_TYPE = """\
# Type each answer below its name, in as many lines as you like, indented by six spaces; the | before it stays.
# Lines that start with # are for reading only. What stays empty is left out. Names and ids must stay as they are.
"""
_HOW_TO_MERGE = """\
# Which worksheet this file belongs to. Merge both: alliance merge WORKSHEET.pdf THIS-FILE.yaml. Alone it keeps the
# layout and the paper, and needs its question bank (--bank FILE) where that is not the built-in one.
"""


def read_answers_yaml(data: bytes, source: str) -> RawAnswers:
    """Return the answers in YAML of at most 1 MB; raise InvalidInput where it cannot be read, or is no answers file."""
    return build_raw_answers(read_yaml(data, source), source)


def build_raw_answers(tree: Tree, source: str) -> RawAnswers:
    """Return the answers of a parsed file; raise InvalidInput where it is another kind of file."""
    require_answers_kind(tree.root, source)
    problems = [*tree.problems, *check(tree.root, load_rule("answers"), source)]
    root = tree.root
    worksheet = nodes.get_value(root, "worksheet")
    return RawAnswers(
        source=source,
        people=_list_texts(nodes.get_value(root, "people")),
        picks=tuple(
            (_locate(name), _list_texts(ids)) for name, ids in nodes.get_entries(nodes.get_value(root, "picks"))
        ),
        answers=tuple(
            (_locate(question), texts)
            for question, by_name in nodes.get_entries(nodes.get_value(root, "answers"))
            if (texts := _pair_names(by_name))
        ),
        agreements=_build_agreements(nodes.get_value(root, "agreements")),
        sheet=tuple(_build_sheet(root)),
        problems=tuple(sort_problems(problems)),
        remarks=tree.remarks,
        identity=_get_word(worksheet, "identity"),
        layout=_get_word(worksheet, "layout"),
        paper=_get_word(worksheet, "paper"),
    )


def _get_word(mapping: Node | None, key: str) -> str:
    """Return a word of a mapping, or nothing."""
    text = _get_text(nodes.get_value(mapping, key))
    return text.text.strip() if text else ""


def _build_sheet(root: Node) -> Iterator[SheetText]:
    for field in SHEET_FIELDS:
        node = nodes.get_value(nodes.get_value(root, field.group) if field.group else root, field.key)
        if field.kind.is_personal:
            yield from (SheetText(field, text, name) for name, text in _pair_names(node))
        elif text := _get_text(node):
            yield SheetText(field, text)


def _locate(scalar: Scalar) -> LocatedText:
    return LocatedText(scalar.text, scalar.line, scalar.column)


def _get_text(node: Node | None) -> LocatedText | None:
    found = nodes.get_scalar(node)
    return _locate(found) if found and found.text else None


def _list_texts(node: Node | None) -> tuple[LocatedText, ...]:
    return tuple(found for item in nodes.get_items(node) if (found := _get_text(item)))


def _pair_names(node: Node | None) -> tuple[tuple[LocatedText, LocatedText], ...]:
    return tuple((_locate(name), found) for name, value in nodes.get_entries(node) if (found := _get_text(value)))


def _build_agreements(node: Node | None) -> tuple[AgreementRow, ...]:
    rows = []
    for item in nodes.get_items(node):
        what, who, was, decision = (_get_text(nodes.get_value(item, key)) for key in ("what", "who", "was", "decision"))
        if what or who or decision:
            nothing = LocatedText("", item.line, item.column)
            rows.append(AgreementRow(what or nothing, who or nothing, was, decision))
    return tuple(rows)


def write_yaml(answers: Answers, bank: QuestionBank, worksheet: Worksheet | None = None) -> str:
    """Return the answers as YAML, each question's text as a comment above its id, below what names their worksheet.

    People without a name are called ``Person 1`` and so on, those of one name ``Zoé (1)`` and so on. Questions come in
    the bank's order, unknown ones last.
    """
    labels = _labels(answers.names)
    origin = _format_origin(worksheet) if worksheet else ()
    return "".join((f"{format_comment(bank.title, 0)}\n", *origin, *_format_file(answers, bank, labels)))


def _format_file(answers: Answers, bank: QuestionBank, labels: Sequence[str]) -> Iterator[str]:
    yield f"people: {_format_flow(labels)}\n"
    yield from _format_entries(MEETING, meeting_texts(answers))
    if any(answers.picks):
        yield "picks:\n"
        for label, ids in zip(labels, answers.picks, strict=True):
            if ids:
                yield _format_entry(label, _format_flow(ids), 2)
    if answers.texts:
        yield "\nanswers:\n"
        yield from _answers(answers, bank, labels)
    if every := answers.every_agreement():
        yield "agreements:\n"
        for agreement in every:
            yield f"  - what: {format_block(agreement.what, 6)}\n    who: {format_inline(agreement.who)}\n"
            yield f"    was: {agreement.previous_number}\n" if agreement.previous_number else ""
            yield f"    decision: {agreement.decision}\n" if agreement.decision else ""
    for field in SHEET_FIELDS:
        texts = answers.sheet_texts(field)
        if field.kind.is_personal:
            yield from _format_entries(field.key, dict(zip(labels, texts, strict=True)))
        elif not field.group and texts[0]:
            yield f"{field.key}: {format_inline(texts[0])}\n"


def meeting_texts(answers: Answers) -> dict[str, str]:
    """Return the texts in the fields of the meeting, by their keys."""
    return {field.key: answers.sheet_texts(field)[0] for field in SHEET_FIELDS if field.group == MEETING}


def _answers(answers: Answers, bank: QuestionBank, labels: Sequence[str]) -> Iterator[str]:
    texts = {question.id: question.text for question in bank.every_question()}
    for question in list_answered(answers, bank):
        yield format_comment(texts[question], 2) + "\n" if question in texts else ""
        yield _format_entry(question, "", 2)
        for person, label in enumerate(labels):
            if (question, person) in answers.texts:
                yield _format_entry(label, format_block(answers.texts[question, person], 6), 4)
        yield "\n"


def _format_entries(name: str, values: dict[str, str]) -> Iterator[str]:
    """Yield a mapping of short texts; nothing where all are empty."""
    if any(values.values()):
        yield f"{name}:\n"
        yield from (_format_entry(label, format_inline(text), 2) for label, text in values.items() if text)


def _format_entry(name: str, written: str, indent: int) -> str:
    start = " " * indent
    return (start + format_key(name).replace("\n", f"\n{start}") + f" {written}").rstrip(" ") + "\n"


def _format_prefilled(name: str, text: str) -> str:
    return _format_entry(name, format_inline(text) if text else "", 2)


def _format_flow(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(format_inline, texts)) + "]"


def list_answered(answers: Answers, bank: QuestionBank) -> list[str]:
    """Return the ids of the questions with an answer, in the bank's order, unknown ones last."""
    given = dict.fromkeys(question for question, _ in answers.texts)
    known = [question.id for question in bank.every_question()]
    return [question for question in known if question in given] + [
        question for question in given if question not in set(known)
    ]


def _labels(names: Sequence[str]) -> tuple[str, ...]:
    return People(tuple(names)).distinct_labels()


def write_blank_yaml(worksheet: Worksheet) -> str:
    """Return an answers file that is ready to type into: a place for every question and person, and nothing in it."""
    return "".join(_format_blank(worksheet))


def _format_origin(worksheet: Worksheet) -> Iterator[str]:
    """Yield what names the worksheet, and keeps its layout and paper where the file is merged alone."""
    yield "worksheet:\n"
    for key, text in (
        ("identity", identity(worksheet)),
        ("bank", worksheet.bank.title),
        ("layout", worksheet.layout),
        ("paper", worksheet.paper),
    ):
        yield _format_entry(key, format_inline(text), 2)


def _format_blank(worksheet: Worksheet) -> Iterator[str]:
    labels, meeting = worksheet.people.labels(), worksheet.meeting
    yield f"{format_comment(worksheet.bank.title, 0)}\n#\n{_HOW_TO_TYPE}\n{_HOW_TO_MERGE}"
    yield from _format_origin(worksheet)
    yield f"\npeople: {_format_flow(labels)}\n"
    date = meeting.when(worksheet.words)
    yield f"meeting:\n{_format_prefilled('date', date)}{_format_prefilled('place', meeting.place)}"
    if worksheet.selection:
        yield "picks:\n"
        yield from (
            _format_entry(label, _format_flow(ids), 2)
            for label, ids in zip(labels, worksheet.selection.picks, strict=True)
        )
    yield "\nanswers:\n"
    for question in worksheet.bank.every_question():
        yield f"{format_comment(question.text, 2)}\n{_format_entry(question.id, '', 2)}"
        yield from (_format_entry(label, "|\n", 4) for label in labels)
    yield "# What you agree on, and who does it.\nagreements:\n"
    for number, agreement in enumerate(worksheet.current_agreements, start=1):
        yield format_comment(f"{agreement.what} ({agreement.who})", 2) + "\n"
        yield f"  - was: {number}\n    decision: # kept, changed or dropped\n    what:\n    who:\n"
    yield "  - what:\n    who:\n" * BLANK_AGREEMENTS
    yield "# When you look at this alliance again, such as 2027-03-01.\nreview:\nsigned:\n"
    yield from (_format_entry(label, "", 2) for label in labels)
