"""``alliance check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.completion import FILE
from generator.cli.inputs import DEFAULT_LAYOUT, bank_from
from generator.cli.passwords import decrypt_all, password_from, password_options
from generator.cli.reporting import echo, echo_err
from generator.errors import InvalidInput, Problem, UsageProblem, escape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from generator.model.bank import QuestionBank
    from generator.model.returned_answers import FilledForm, RawAnswers


class _Options(TypedDict):
    files: tuple[str, ...]
    bank: str | None
    strict: bool
    password: bool
    password_file: str | None


@click.command(short_help="Validate input files, and say what they are.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--bank", type=FILE, metavar="FILE", help="The question bank that answers files belong to.")
@click.option("--strict", is_flag=True, help="Refuse a form that is damaged, or lacks fields of its worksheet.")
@password_options("which opens the files")
def check(**options: Unpack[_Options]) -> None:
    """Validate any input file - question bank, layout, brand, answers, filled worksheet - and say what it is.

    \b
    Examples:
      alliance check our-bank.yaml
      alliance check answers.yaml filled.pdf
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.reading import read_bounded  # noqa: PLC0415 - start-up is felt

    if [*options["files"], options["bank"], options["password_file"]].count("-") > 1:
        raise UsageProblem("the standard input (-) can be read once only. Give the others as files.")
    known = bank_from(options["bank"])
    password = password_from(ask=options["password"], file=options["password_file"])
    problems: list[Problem] = []
    for file in options["files"]:
        try:
            ((data, _),) = decrypt_all([(read_bounded(file), file)], password)
            echo(f"{escape(file)}: {_described(data, file, known, strict=options['strict'])}")
        except InvalidInput as invalid:
            problems += invalid.problems
    if problems:
        raise InvalidInput(problems)


def _described(data: bytes, file: str, bank: QuestionBank, *, strict: bool) -> str:
    from generator.formats.kinds import FileKind, what_is  # noqa: PLC0415 - imports yaml
    from generator.workflows.merge import FileFormat, format_of, read_source  # noqa: PLC0415

    kind = format_of(data, file)
    if kind is FileFormat.PDF:
        return _pdf(data, file, strict=strict)
    if kind not in {FileFormat.YAML, FileFormat.JSON}:
        source = read_source(data, file)
        if isinstance(source, tuple):
            return _forms(source, "a form's data", "the data of {} forms", strict=strict)
        return _answers(source, bank)
    match what_is(data, file):
        case FileKind.BANK:
            from generator.formats.bank import read_bank  # noqa: PLC0415

            content = read_bank(data, file)
            count, closing = sum(1 for _ in content.questions()), len(content.closing.questions)
            held = [_count(count, "question"), _count(len(content.sections), "section")]
            return f"question bank, {' in '.join(held)}, {_count(closing, 'closing question')}"
        case FileKind.LAYOUT:
            from generator.files.shipped import layout_files  # noqa: PLC0415
            from generator.formats.layout import read_layout  # noqa: PLC0415

            return f"layout, {read_layout(data, file, Path(file).stem, layout_files()).paper.name} by default"
        case FileKind.BRAND:
            from generator.formats.brand import read_brand  # noqa: PLC0415

            brand = read_brand(data, file)
            held = [what for what, there in (("a logo", brand.logo), ("a typeface", brand.font)) if there]
            return " with ".join(["brand", " and ".join(held)] if held else ["brand"])
        case FileKind.ANSWERS:
            answers = read_source(data, file)
            return _answers(answers, bank)  # type: ignore[arg-type]


def _answers(file: RawAnswers, bank: QuestionBank) -> str:
    from generator.model.question_lookup import resolve_question_ids  # noqa: PLC0415
    from generator.model.returned_answers import resolve_answers  # noqa: PLC0415
    from generator.workflows.merge import Fallback, blank_worksheet  # noqa: PLC0415

    for remark in file.remarks:
        echo_err(remark)
    file = resolve_question_ids(file, bank)
    mentioned = [name for name, _ in file.picks] + [name for _, texts in file.answers for name, _ in texts]
    mentioned += file.respondents
    names = tuple(dict.fromkeys(" ".join(name.text.split()) for name in file.people or mentioned))
    resolve_answers(file, blank_worksheet(Fallback(bank, DEFAULT_LAYOUT, "a4"), names))
    count = sum(1 for _, texts in file.answers for _, text in texts if text.text.strip())
    return f"answers, {_count(count, 'answer')} of {_count(len(names), 'person', 'people')}"


def _pdf(data: bytes, file: str, *, strict: bool) -> str:
    from generator.formats.embedded_json import read_alliance_pdf  # noqa: PLC0415 - start-up is felt
    from generator.formats.filled_pdf.forms import read_forms  # noqa: PLC0415 - imports pypdf

    if alliance := read_alliance_pdf(data, file):
        count, people = len(alliance.answers.texts), len(alliance.people)
        which = f", revision {alliance.revision}" if alliance.revision > 1 else ""
        what = "excerpt of a finished alliance" if alliance.excerpt else "finished alliance"
        return f"{what}{which}, {_count(count, 'answer')} of {_count(people, 'person', 'people')}"
    return _forms(read_forms(data, file), "worksheet", "{} worksheets", strict=strict)


def _forms(forms: Sequence[FilledForm], one: str, many: str, *, strict: bool) -> str:
    from generator.model.merging import describe_forms  # noqa: PLC0415

    inventories = [_inventory(form, strict=strict) for form in forms]
    if len(forms) == 1:
        which = f" for revision {forms[0].revision}" if forms[0].revision > 1 else ""
        return f"{one}{which}, {inventories[0]}"
    listed = (f"{describe_forms([form])} {stock}" for form, stock in zip(forms, inventories, strict=True))
    return f"{many.format(len(forms))}: {'; '.join(listed)}"


def _inventory(form: FilledForm, *, strict: bool) -> str:
    """Return how many fields a form has, and say what is remarkable. Raises InvalidInput where ``strict``."""
    from generator.workflows.merge import incomplete  # noqa: PLC0415

    if strict and form.worksheet is None:
        message = "does not tell its worksheet any more, so which fields are missing cannot be known"
        raise InvalidInput([Problem(form.source, message, "Ask for the file again, or leave out --strict.")])
    if strict and form.worksheet and (problems := incomplete([form], form.worksheet)):
        raise InvalidInput(problems)
    for remark in form.remarks:
        echo_err(remark)
    filled = sum(bool(entry.text.strip()) for entry in form.values)
    return f"{_count(len(form.values), 'field')} found, {filled} filled in"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
