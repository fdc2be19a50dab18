"""Question banks: YAML (or JSON) to a ``QuestionBank``.

Only ``title`` and ``sections`` must be there; the defaults are those of ``QuestionBank``. A bank that ``extends``
another one appends to it: sections, questions to a section of the same id, closing questions. What else it says stands
instead of what the other one does; who calls the reader finds that one.
Texts become NFC, with runs of white space as one space. An introduction may be a list of paragraphs or one text with
blank lines between them; instructions a list of steps or one text with a step a line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from generator.errors import AssetError, InvalidInput, Problem, escape
from generator.formats.located import nodes
from generator.formats.located.build import Builder
from generator.formats.located.located_tree import allow_partial, read_tree, require_complete, require_valid
from generator.formats.located.nodes import Mapping, Scalar, ScalarStyle, problem_at
from generator.model.bank import Closing, PicksRule, QuestionBank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.formats.located.nodes import Node, Tree

    LoadExtended = Callable[[str, str], QuestionBank]
    """From what a bank extends, and a language, to the bank."""

MOST_QUESTIONS = 500
BUILT_IN = "built-in"
"""What a bank extends by this name is the one that is shipped."""
SUFFIXES = (".yaml", ".yml", ".json")
"""Of the files of banks and of their translations."""
LONGEST_TEXT = 2_000
"""Characters of a question, as the schema has it."""

Record = TypeVar("Record", QuestionBank, PicksRule, Closing)
_NOTHING = QuestionBank("")
"""What a bank extends that extends none."""
_SPACE = re.compile("[ \t-\r\\x85\\u2028\\u2029]+")
_LINES = re.compile(r"\n+")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def extend_nothing(_name: str, _language: str) -> QuestionBank:
    """Refuse to extend a bank; raise ``AssetError``."""
    raise AssetError("cannot be extended from here", "Give the bank as a file.")


def read_bank(data: bytes, source: str, load_extended: LoadExtended = extend_nothing) -> QuestionBank:
    """Return the bank in the bytes of a YAML file (or JSON, where the name ends so); ``source`` is the file's name.

    ``load_extended`` returns the bank that its key ``extends`` names, in a language, or for an empty one in its own; it
    raises AssetError, or InvalidInput with the problems of its file. Raises InvalidInput with every problem found.
    """
    return build_bank(read_tree(data, source), source, load_extended)


def build_bank(tree: Tree, source: str, load_extended: LoadExtended = extend_nothing) -> QuestionBank:
    """Return the bank that the nodes make, with what they extend; raise InvalidInput with every problem found."""
    root, named = tree.root, nodes.get_scalar(nodes.get_value(tree.root, "extends"))
    base, others, elsewhere = None if named else _NOTHING, list[Problem](), tuple[Problem, ...]()
    if named:
        try:
            base = load_extended(named.text, nodes.get_text(nodes.get_value(root, "language")))
        except AssetError as refused:
            others.append(problem_at(source, named, f"'{escape(named.text)}' {refused.message}", refused.hint))
        except InvalidInput as invalid:
            elsewhere = invalid.problems
    try:
        adapt = allow_partial if named else require_complete
        require_valid(tree, "bank", source, (*others, *_cross_checks(root, source, base)), adapt)
    except InvalidInput as invalid:
        raise InvalidInput((*elsewhere, *invalid.problems)) from None
    if base is None:
        raise InvalidInput(elsewhere)
    return _bank(root, base)


def _bank(root: Node, base: QuestionBank) -> QuestionBank:
    """Return the bank of these nodes; what they leave out is that of ``base``, whose sections come first."""
    entries = nodes.get_entries(root)
    whole = Mapping((*entries, *nodes.get_entries(nodes.get_value(root, "meeting"))), root.line, root.column)
    introduction, instructions = (nodes.get_value(root, key) for key in ("introduction", "instructions"))
    bare = base._replace(sections=(), closing=base.closing._replace(questions=()))
    own = _build_over(
        bare,
        whole,
        introduction=read_paragraphs(introduction) if introduction else base.introduction,
        instructions=read_steps(instructions) if instructions else base.instructions,
        picks=_build_over(base.picks, nodes.get_value(root, "picks")),
        closing=_build_over(bare.closing, nodes.get_value(root, "closing")),
    )
    closing = own.closing._replace(questions=base.closing.questions + own.closing.questions)
    return own._replace(sections=base.sections, closing=closing).add_sections(own.sections)


def _build_over(base: Record, node: Node | None, **given: object) -> Record:
    """Return the record of a node in which a key that is not there has the value of another record.

    A key without a value is there: it stands for the type's default.
    """
    there = {key.text for key, _ in nodes.get_entries(node)}
    kept = {field: value for field, value in base._asdict().items() if field not in there}
    return _BUILDER.build(type(base), node, **(kept | given))


def read_paragraphs(node: Node | None) -> tuple[str, ...]:
    """Return the paragraphs of an introduction: the items of a list, or one text parted at blank lines."""
    return _texts(node, _BLANK_LINES)


def read_steps(node: Node | None) -> tuple[str, ...]:
    """Return the steps of instructions: the items of a list, or one text with a step a line."""
    return _texts(node, _LINES)


def normalise_line(text: str) -> str:
    """Return the text in NFC, each run of white space as one space, none around it; other spaces stay."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


_BUILDER = Builder({str: lambda node: normalise_line(nodes.get_text(node))})


def _texts(node: Node | None, separator: re.Pattern[str]) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        # Folding has made single line breaks of blank lines.
        folded = node.style in {ScalarStyle.PLAIN, ScalarStyle.FOLDED}
        pieces = (_LINES if folded else separator).split(nodes.get_text(node))
    else:
        pieces = [nodes.get_text(item) for item in nodes.get_items(node)]
    return tuple(line for line in map(normalise_line, pieces) if line)


def _cross_checks(root: Node, source: str, base: QuestionBank | None) -> Iterator[Problem]:
    """Yield the problems that no schema can tell; without ``base``, what is extended could not be read."""
    sections = nodes.get_items(nodes.get_value(root, "sections"))
    groups = [*sections, nodes.get_value(root, "closing")]
    questions = [question for group in groups for question in nodes.get_items(nodes.get_value(group, "questions"))]
    yield from _find_used_twice("section", sections, source)
    yield from _find_used_twice("question", questions, source)
    if base:
        yield from _find_extended(sections, questions, base, source)
    earlier = sum(1 for _ in base.every_question()) if base else 0
    if (count := earlier + len(questions)) > MOST_QUESTIONS:
        message = f"the bank has {count:,} questions, and may have {MOST_QUESTIONS}"
        yield problem_at(source, questions[max(MOST_QUESTIONS - earlier, 0)], message, "Make two banks of it.")
    yield from _picks_in_order(nodes.get_value(root, "picks"), source, base.picks if base else PicksRule())


def _find_extended(
    sections: Iterable[Node], questions: Iterable[Node], base: QuestionBank, source: str
) -> Iterator[Problem]:
    """Yield questions of what is extended that are given again, and new sections without a title."""
    titled, known = ({part.id for part in parts} for parts in (base.sections, base.every_question()))
    for owner in questions:
        found = nodes.get_scalar(nodes.get_value(owner, "id"))
        if found and found.text in known:
            message = f"what the bank extends has the question '{escape(found.text)}' already"
            yield problem_at(source, found, message, "Give this one another id.")
    for section in sections if base is not _NOTHING else ():
        found = nodes.get_scalar(nodes.get_value(section, "id"))
        if found and found.text not in titled and nodes.get_value(section, "title") is None:
            message = f"the section '{escape(found.text)}' is new, and has no title"
            yield problem_at(source, section, message, "Add the key 'title', or write the id of a section extended.")


def _find_used_twice(what: str, owners: Iterable[Node], source: str) -> Iterator[Problem]:
    first: dict[str, Scalar] = {}
    for owner in owners:
        found = nodes.get_scalar(nodes.get_value(owner, "id"))
        if found is None:
            continue
        if earlier := first.get(found.text):
            hint = f"It stands in line {earlier.line}, column {earlier.column} already; give one of them another id."
            yield problem_at(source, found, f"the {what} id '{escape(found.text)}' is used twice", hint)
        first.setdefault(found.text, found)


def _picks_in_order(picks: Node | None, source: str, base: PicksRule) -> Iterator[Problem]:
    try:
        fewest, most = _build_over(base, picks)
    except ValueError:
        return  # the schema has said it
    if picks and fewest > most:
        place = nodes.get_value(picks, "min") or picks
        message = f"nobody can pick at least {fewest} and at most {most} questions"
        yield problem_at(source, place, message, "Make 'min' the smaller one, or write both 'min' and 'max'.")
