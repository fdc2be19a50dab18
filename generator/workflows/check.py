"""Check any input file - question bank, layout, brand, answers, filled worksheet - and describe it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, Problem, escape
from generator.formats.kinds import FileKind, recognise_kind
from generator.formats.located.located_tree import read_tree
from generator.formats.table import JSON, PDF, YAML, recognise_format
from generator.model.people import normalise_line
from generator.model.question_lookup import resolve_question_ids
from generator.model.returned_answers import RawAnswers, ReadAlliance, resolve_answers
from generator.model.sources import find_incomplete, find_said
from generator.model.worksheet import identity
from generator.model.worksheet_choice import describe_forms
from generator.words.messages import ENGLISH
from generator.workflows.encrypt import decrypt_file
from generator.workflows.inputs import DEFAULT_LAYOUT, load_bank
from generator.workflows.merge_sources import Fallback, blank_worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.files.reading import InputFile
    from generator.model.alliance import Alliance
    from generator.model.bank import QuestionBank
    from generator.model.returned_answers import FilledForm


class Checked(NamedTuple):
    """A valid file."""

    kind: str
    """In one word: a ``FileKind`` by its value, ``alliance``, ``worksheet``, ``form_data``, ``words`` or
    ``defaults``."""
    description: str
    """Its kind and how much it holds, such as ``layout, a4 by default``."""
    remarks: tuple[str, ...] = ()
    """Whole sentences."""


_OF_TEXTS = {FileKind.BANK, FileKind.BRAND}
"""Kinds of files whose texts people read; those of a layout are measures, which often have comments."""


def check(
    file: InputFile, bank: QuestionBank | None = None, *, strict: bool = False, password: str | None = None
) -> Checked:
    """Return a description of a valid file. Raises ``InvalidInput`` with every problem of another one.

    Answers are checked against the bank, by default the built-in one. Where ``strict``, a form that is damaged, or
    lacks fields of its worksheet, has a problem.
    """
    if file.name.lower().endswith(".po"):
        return _check_words(file)
    if file.name.lower().endswith(".toml"):
        return _check_defaults(file)
    file = decrypt_file(file, password)
    file_format = recognise_format(*file)
    if file_format in {YAML, JSON} and (what := recognise_kind(*file)) is not FileKind.ANSWERS:
        if what is FileKind.TRANSLATION:
            return _check_translation(file, bank)
        remarks = read_tree(*file).remarks if what in _OF_TEXTS else ()
        return Checked(what.value, _describe_definition(file, what), remarks)
    source = file_format.read(*file)
    if isinstance(source, RawAnswers):
        return _check_answers(source, bank or load_bank())
    if isinstance(source, ReadAlliance):
        source.require_sound(file.name, accept_altered=False, strict=strict)
        return Checked("alliance", _describe_alliance(source.alliance), (source.remark,) if source.remark else ())
    if file_format is PDF:
        return Checked("worksheet", *_check_forms(source, "worksheet", "{} worksheets", strict=strict))
    return Checked("form_data", *_check_forms(source, "a form's data", "the data of {} forms", strict=strict))


def _describe_definition(file: InputFile, kind: FileKind) -> str:
    match kind:
        case FileKind.BANK:
            from generator.formats.bank import BUILT_IN  # noqa: PLC0415
            from generator.workflows.bank_files import read_bank_file  # noqa: PLC0415 - one kind of file is read

            read = read_bank_file(file)
            content = read.bank
            count, closing = sum(1 for _ in content.questions()), len(content.closing.questions)
            held = [_count(count, "question"), _count(len(content.sections), "section")]
            extending = f", extending {escape(read.extended.path or BUILT_IN)}" if read.extended else ""
            return f"question bank, {' in '.join(held)}, {_count(closing, 'closing question')}{extending}"
        case FileKind.LAYOUT:
            from generator.files.shipped import layout_files  # noqa: PLC0415
            from generator.formats.layout import read_layout  # noqa: PLC0415

            layout = read_layout(file.data, file.name, PurePath(file.name).stem, layout_files())
            return f"layout, {layout.paper.name} by default"
        case _:
            from generator.formats.brand import read_brand  # noqa: PLC0415

            brand = read_brand(*file)
            held = [what for what, there in (("a logo", brand.logo), ("a typeface", brand.font)) if there]
            return " with ".join(["brand", " and ".join(held)] if held else ["brand"])


def _check_translation(file: InputFile, bank: QuestionBank | None) -> Checked:
    """Check a translation against its bank: the one given, else that beside it."""
    from generator.formats.translation import read_translation  # noqa: PLC0415 - one kind of file is read
    from generator.workflows.bank_files import find_bank_of, load_bank_file  # noqa: PLC0415
    from generator.workflows.languages import describe_untranslated  # noqa: PLC0415

    path = find_bank_of(file.name)
    beside = load_bank_file(path) if path else None
    bank = beside.bank if beside else bank
    translation = read_translation(*file, bank)
    count = len(translation.questions) + len(translation.sections)
    described = f"translation into {translation.language}, {translation.state}, {_count(count, 'title and question')}"
    if bank is None:
        told = "Its bank is not beside it, so its ids were not checked. Give the bank with `bank`."
        return Checked(FileKind.TRANSLATION.value, described, (told,))
    texts = beside.load_translation(translation.language, translation) if beside else translation
    return Checked(FileKind.TRANSLATION.value, described, tuple(describe_untranslated(bank, texts or translation)))


def _check_words(file: InputFile) -> Checked:
    """Check words of the user's own."""
    from generator.workflows.languages import describe_missing_words  # noqa: PLC0415 - imports an extra

    described, remarks = describe_missing_words(file)
    return Checked("words", described, remarks)


def _check_defaults(file: InputFile) -> Checked:
    """Check somebody's defaults."""
    from generator.formats.defaults import read_defaults  # noqa: PLC0415 - one kind of file is read
    from generator.workflows.defaults import check_defaults  # noqa: PLC0415

    found = read_defaults(*file)
    if problems := check_defaults(found):
        raise InvalidInput(problems)
    return Checked("defaults", f"defaults, {', '.join(default.key for default in found) or 'none'}")


def _check_answers(file: RawAnswers, bank: QuestionBank) -> Checked:
    found = resolve_question_ids(file, bank)
    mentioned = [name for name, _ in found.picks] + [name for _, texts in found.answers for name, _ in texts]
    mentioned += found.respondents
    names = tuple(dict.fromkeys(normalise_line(name.text) for name in found.people or mentioned))
    resolve_answers(found, blank_worksheet(Fallback(bank, DEFAULT_LAYOUT, "a4"), names))
    count = sum(1 for _, texts in found.answers for _, text in texts if text.text.strip())
    return Checked(
        FileKind.ANSWERS.value,
        f"answers, {_count(count, 'answer')} of {_count(len(names), 'person', 'people')}",
        (*file.remarks, *map(str, found.left_out)),
    )


def _describe_alliance(alliance: Alliance) -> str:
    count, people = (
        len(alliance.answers.texts),
        ENGLISH.list_names([escape(label) for label in alliance.people.labels()]),
    )
    which = f", revision {alliance.revision}" if alliance.revision > 1 else ""
    what = "excerpt of a finished alliance" if alliance.excerpt else "finished alliance"
    return f"{what}{which}, {_count(count, 'answer')} of {people}, worksheet {identity(alliance.worksheet)}"


def _check_forms(forms: Sequence[FilledForm], one: str, many: str, *, strict: bool) -> tuple[str, tuple[str, ...]]:
    """Return the description of filled forms, and remarks on them."""
    if strict:
        _require_whole(forms)
    remarks = tuple(remark for form in forms for remark in form.remarks)
    if len(forms) == 1:
        form = forms[0]
        which = f" for revision {form.revision}" if form.revision > 1 else ""
        return f"{one}{which}, {_count_filled_in(form)}: {describe_forms([form])}", remarks
    listed = (f"{describe_forms([form])} {_count_filled_in(form)}" for form in forms)
    return f"{many.format(len(forms))}: {'; '.join(listed)}", remarks


def _count_filled_in(form: FilledForm) -> str:
    """Return how many fields there are, and in how many something was filled in that was not printed there."""
    if form.worksheet is None:
        said = sum(bool(entry.text.strip()) for entry in form.values)
    else:
        said = len(find_said(form.worksheet, form.values))
    return f"{_count(len(form.values), 'field')} found, {said or 'none'} filled in"


def _require_whole(forms: Sequence[FilledForm]) -> None:
    """Raise ``InvalidInput`` where a form is damaged, lacks fields, or does not tell its worksheet."""
    hint = "Ask for the file again, or leave out `strict`."
    problems: list[Problem] = []
    for form in forms:
        if form.worksheet is None:
            message = "does not tell its worksheet any more, so which fields are missing cannot be known"
            problems.append(Problem(form.source, message, hint))
        else:
            problems += find_incomplete([form], form.worksheet)
    if problems:
        raise InvalidInput(problems)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
