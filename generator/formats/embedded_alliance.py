"""The data that a finished alliance carries, back to the ``Alliance``: the inverse of ``alliance.alliance_data``."""

from __future__ import annotations

from generator.errors import InvalidInput, Problem
from generator.formats.embedded_answers import build_answers, is_of_people
from generator.formats.embedded_worksheet import build_worksheet, require_version
from generator.formats.located import nodes
from generator.formats.located.json_nodes import read_json_text
from generator.formats.located.schema import rule
from generator.formats.located.schema_check import check, sort_problems
from generator.model.alliance import VERSION, Alliance

MOST_CHARACTERS = 20_000_000

_OURS = "Take the alliance as it was written."


def read_alliance_pdf(data: bytes, source: str) -> Alliance | None:
    """Return the finished alliance that a PDF is; nothing for another PDF. Raises ``InvalidInput``."""
    from generator.formats.filled_pdf.forms import alliance_text  # noqa: PLC0415 - imports pypdf

    text = alliance_text(data, source)
    return None if text is None else read_alliance(text, source)


def read_alliance(text: str, source: str) -> Alliance:
    """Return the alliance of its data, format version 1; raise InvalidInput with every problem found."""
    if len(text) > MOST_CHARACTERS:
        message = f"the alliance's data has more than {MOST_CHARACTERS:,} characters, which is the limit"
        raise InvalidInput([Problem(source, message, _OURS)])
    tree = read_json_text(text, source)
    require_version(tree.root, source, VERSION)
    problems = [*tree.problems, *check(tree.root, rule("alliance"), source)]
    if problems:
        raise InvalidInput(sort_problems(problems))
    worksheet = build_worksheet(nodes.value(tree.root, "worksheet") or tree.root, source)
    revision = nodes.whole_number(nodes.value(tree.root, "revision"), 1)
    is_excerpt = nodes.text(nodes.value(tree.root, "excerpt")) == "true"
    alliance = Alliance(worksheet, build_answers(tree.root), revision, is_excerpt)
    if not is_of_people(alliance.answers, worksheet.people):
        message = "the alliance's data is not of the people whom its worksheet names"
        raise InvalidInput([Problem(source, message, _OURS)])
    if worksheet.earlier and alliance.revision != worksheet.revision:
        message = f"the alliance calls itself revision {alliance.revision}, and is revision {worksheet.revision}"
        raise InvalidInput([Problem(source, message, _OURS)])
    return alliance
