"""``alliance check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.inputs import DEFAULT_LAYOUT, FILE, bank_from
from generator.cli.reporting import say, tell
from generator.errors import InvalidInput, shown

if TYPE_CHECKING:
    from generator.answers import AnswersFile
    from generator.bank import QuestionBank
    from generator.errors import Problem


@click.command(short_help="Validate input files, and say what they are.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--bank", type=FILE, metavar="FILE", help="The question bank that answers files belong to.")
def check(files: tuple[str, ...], bank: str | None) -> None:
    """Validate any input file - question bank, layout, answers, filled worksheet - and say what it is.

    \b
    Examples:
      alliance check our-bank.yaml
      alliance check answers.yaml filled.pdf
    """  # noqa: D301 - click's own mark for text that is not wrapped
    known = bank_from(bank)
    problems: list[Problem] = []
    for file in files:
        try:
            tell(f"{shown(file)}: {_described(file, known)}")
        except InvalidInput as invalid:
            problems += invalid.problems
    if problems:
        raise InvalidInput(problems)


def _described(file: str, bank: QuestionBank) -> str:
    from generator.gathering import is_pdf, read_source  # noqa: PLC0415 - start-up is felt
    from generator.sources.files import read_bounded  # noqa: PLC0415
    from generator.sources.kinds import FileKind, what_is  # noqa: PLC0415 - imports yaml

    data = read_bounded(file)
    if is_pdf(data, file):
        return _pdf(data, file)
    match what_is(data, file):
        case FileKind.BANK:
            from generator.sources.bank import read_bank  # noqa: PLC0415

            content = read_bank(data, file)
            count, closing = sum(1 for _ in content.questions()), len(content.closing.questions)
            held = [_count(count, "question"), _count(len(content.sections), "section")]
            return f"question bank, {' in '.join(held)}, {_count(closing, 'closing question')}"
        case FileKind.LAYOUT:
            from generator.sources.layout import read_layout  # noqa: PLC0415

            return f"layout, {read_layout(data, file, Path(file).stem).paper.name} by default"
        case FileKind.ANSWERS:
            answers = read_source(data, file)
            return _answers(answers, bank)  # type: ignore[arg-type]


def _answers(file: AnswersFile, bank: QuestionBank) -> str:
    from generator.answers import given_of_file  # noqa: PLC0415
    from generator.gathering import Fallback, blank_worksheet  # noqa: PLC0415

    mentioned = [name for name, _ in file.picks] + [name for _, texts in file.answers for name, _ in texts]
    names = tuple(dict.fromkeys(" ".join(name.text.split()) for name in file.people or mentioned))
    given_of_file(file, blank_worksheet(Fallback(bank, DEFAULT_LAYOUT, "a4"), names))
    count = sum(1 for _, texts in file.answers for _, text in texts if text.text.strip())
    return f"answers, {_count(count, 'answer')} of {_count(len(names), 'person', 'people')}"


def _pdf(data: bytes, file: str) -> str:
    from generator.sources.alliance import read_alliance  # noqa: PLC0415 - start-up is felt
    from generator.sources.forms import PdfKind, read_attachment, read_form, what_is_pdf  # noqa: PLC0415 - imports pypdf

    if what_is_pdf(data, file) is PdfKind.ALLIANCE:
        alliance = read_alliance(read_attachment(data, "alliance.json", file) or "", file)
        count, people = len(alliance.answers.texts), len(alliance.people)
        return f"finished alliance, {_count(count, 'answer')} of {_count(people, 'person', 'people')}"
    form = read_form(data, file)
    for remark in form.remarks:
        say(remark)
    filled = sum(bool(entry.text.strip()) for entry in form.given)
    return f"worksheet, {_count(len(form.given), 'field')} found, {filled} filled in"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
