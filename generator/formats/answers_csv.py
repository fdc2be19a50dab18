"""Answers in tables: our own (``question,person,picked,answer``), and the wide ones that form services export.

A row of our own table is one person's answer to one question, and whether that person picked it. Rows whose question
begins with a slash hold the rest: ``/person`` (the people, in order), ``/date``, ``/place``, ``/review``,
``/agreement`` (who and what; of a next meeting ``/agreement/2`` for what becomes of an earlier one, with ``kept``,
``changed`` or ``dropped`` under picked) and ``/signed``. A wide table has a row for each person, a column with their
names, and questions' texts for headers (``question_lookup`` finds them); columns that services add unasked, such as
``Timestamp``, are left out. Cells that begin with ``'`` before a character that would make a spreadsheet compute lose
it.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, Problem, did_you_mean, escape
from generator.formats import form_columns
from generator.formats.filled_pdf.form_data import with_line_feeds
from generator.formats.located.csv_table import SEPARATORS, CsvTable
from generator.formats.located.nodes import MOST_NODES, check_size, sort_problems
from generator.model.fields import LONGEST_TEXT, MEETING, SHEET_FIELDS, SheetField, read_tick
from generator.model.folding import fold_name
from generator.model.people import MOST_PEOPLE, People
from generator.model.returned_answers import AgreementRow, LocatedText, RawAnswers, SheetText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model.answers import Answers
    from generator.model.bank import QuestionBank

Row = tuple[LocatedText, ...]

LIMIT = 4_000_000
"""The most bytes of a table."""
COLUMNS = ("question", "person", "picked", "answer")
PERSON, AGREEMENT = "/person", "/agreement"
_SHEET = {f"/{field.key}": field for field in SHEET_FIELDS}
LONGEST_NAME = 200
GUARDED = re.compile("'+[=+\\-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                     "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]")  # fmt: skip
"""How a cell begins that was kept from computing."""

_SPECIAL = (PERSON, *_SHEET, AGREEMENT)
_COMPUTES = re.compile("'*[=+\\-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                       "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]")  # fmt: skip
"""How a cell begins that computes, or that would lose a ``'`` of its own when it is read."""
_QUOTABLE = re.compile('[,;\t\n"]|^\\s|\\s$|^\ufeff')
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither spreadsheets nor XML take; a terminal might even obey them."""


def read_answers_csv(data: bytes, source: str) -> RawAnswers:
    """Return the answers in a table of at most 4 MB; raise InvalidInput where it cannot be read at all."""
    check_size(data, LIMIT, source)
    table = CsvTable(io.BytesIO(data), source, longest_cell=LIMIT)
    header, *body = _rows(table, _separator(table, source), source)
    remarks = [table.remark] if table.remark else []
    if not _is_header(header):
        title = next(cell for cell in header if cell.text.strip())
        message = f"the row '{escape(title.text.strip())}' above the headers was left out"
        remarks.append(str(Problem(source, message, "", title.line, title.column)))
        header, *body = body
    reading = _Long(source, header) if _is_long(header) else _Wide(source, header, body)
    for row in body:
        reading.take(tuple(map(_strip_guard, row)))
    return replace(reading.file(), remarks=tuple(remarks))


def is_table(data: bytes) -> bool:
    """Tell whether this is a table with our own columns, whatever its name says."""
    try:
        table = CsvTable(io.BytesIO(data), "", longest_cell=LIMIT)
    except InvalidInput:
        return False
    return any(_is_long(_first_row(table, separator)) for separator in SEPARATORS)


def _rows(table: CsvTable, separator: str, source: str) -> Iterator[Row]:
    count = 0
    for record in table.records(separator):
        if record.problem:
            raise InvalidInput([record.problem])
        count += len(record.cells)
        if count > MOST_NODES:
            message = f"the table has more than {MOST_NODES:,} cells, which is the limit"
            raise InvalidInput([Problem(source, message, "Is it the right file?", record.line, 1)])
        yield record.cells


def _has_title(table: CsvTable, separator: str) -> bool:
    """Tell whether the first row is a title, and with this separator the one below it a header."""
    rows = [record.cells for record in islice(table.records(separator), 2) if not record.problem]
    is_title = bool(rows) and sum(bool(cell.text.strip()) for cell in rows[0]) == 1
    return is_title and len(rows) > 1 and _is_header(rows[1])


def _first_row(table: CsvTable, separator: str) -> Row:
    """Return the cells of the first row; none where the table is empty or this separator makes no sense."""
    first = table.first_record(separator)
    return first.cells if first and not first.problem else ()


def _separator(table: CsvTable, source: str) -> str:
    """Return the separator with which the first row is a header. Raises ``InvalidInput`` for none, and for several."""
    candidates = [table.named_separator] if table.named_separator else list(SEPARATORS)
    fitting = [separator for separator in candidates if _is_header(_first_row(table, separator))]
    fitting = fitting or [separator for separator in candidates if _has_title(table, separator)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        listed = " or ".join(SEPARATORS[separator] for separator in fitting)
        message = f"the cells may be separated by {listed}"
        raise InvalidInput([Problem(source, message, "Put headers with such characters into quotes.", 1, 1)])
    firsts = [first for separator in SEPARATORS if (first := table.first_record(separator))]
    if firsts and all(first.problem for first in firsts):
        raise InvalidInput([first.problem for first in firsts[:1] if first.problem])
    widest = max((_first_row(table, separator) for separator in candidates), key=len, default=())
    asked = [cell.text for cell in widest if cell.text.strip() and not form_columns.is_unasked(cell.text)]
    message = "the first row is not that of a table of answers"
    if len(asked) > 1:
        message += f": the column with names is missing (taken for questions: {form_columns.list_headers(asked)})"
    hint = f"It needs the columns {', '.join(COLUMNS)}; or 'Name' and the questions' texts."
    raise InvalidInput([Problem(source, message, hint, 1, 1)])


def _is_header(row: Row) -> bool:
    return len(row) > 1 and (_is_long(row) or form_columns.has_names([cell.text for cell in row]))


def _is_long(row: Row) -> bool:
    return len(row) > 1 and len({_heading(cell) for cell in row} & set(COLUMNS)) > 1


def _heading(cell: LocatedText) -> str:
    return cell.text.strip().casefold()


def _strip_guard(cell: LocatedText) -> LocatedText:
    return LocatedText(cell.text[1:], cell.line, cell.column) if GUARDED.match(cell.text) else cell


class _Table:
    """The part that both kinds of table have: texts by question and person."""

    def __init__(self, source: str) -> None:
        self.problems: list[Problem] = []
        self.respondents: dict[str, LocatedText] = {}
        self._source = source
        self._texts: dict[str, tuple[LocatedText, dict[tuple[str, str], tuple[LocatedText, LocatedText]]]] = {}

    def problem(self, at: LocatedText, message: str, hint: str) -> None:
        self.problems.append(Problem(self._source, message, hint, at.line, at.column))

    def refuse_error(self, names: Sequence[LocatedText]) -> bool:
        """Report a spreadsheet's error where a name should be, and tell whether there is one."""
        found = form_columns.report_error(self._source, names)
        self.problems += [found] if found else []
        return found is not None

    def answer(self, question: LocatedText, name: LocatedText, text: LocatedText) -> None:
        """Take one answer; the same one for a second time is nothing new."""
        self.respondents.setdefault(fold_name(name.text), name)
        self.check_length(name, LONGEST_NAME)
        self.check_length(text, LONGEST_TEXT)
        if text.text:
            by_name = self._texts.setdefault(question.text, (question, {}))[1]
            by_name.setdefault((fold_name(name.text), text.text), (name, text))

    def check_length(self, cell: LocatedText, most: int) -> None:
        if len(cell.text) > most:
            message = f"the cell has {len(cell.text):,} characters, and may have {most:,}"
            self.problem(cell, message, "Shorten it.")

    def answers(self) -> tuple[tuple[LocatedText, tuple[tuple[LocatedText, LocatedText], ...]], ...]:
        return tuple((question, tuple(by_name.values())) for question, by_name in self._texts.values())


class _Long(_Table):
    """A table with our own columns."""

    def __init__(self, source: str, header: Row) -> None:
        super().__init__(source)
        self._columns = [_heading(cell) for cell in header]
        self._people: list[LocatedText] = []
        self._picks: dict[str, tuple[LocatedText, list[LocatedText]]] = {}
        self._short: dict[SheetField, LocatedText] = {}
        self._agreements: list[AgreementRow] = []
        self._personal: list[SheetText] = []
        for number, cell in enumerate(header):
            name = self._columns[number]
            free = [column for column in COLUMNS if column not in self._columns]
            if name in self._columns[:number]:
                self.problem(cell, f"the column '{escape(name)}' stands there twice", "Keep one.")
            elif name not in COLUMNS:
                hint = did_you_mean(name, free) or f"The columns are {', '.join(COLUMNS)}."
                self.problem(cell, f"unknown column '{escape(cell.text)}'", hint)
        if missing := [column for column in COLUMNS[:2] if column not in self._columns]:
            self.problem(header[0], f"the column '{missing[0]}' is missing", "Add it.")
            raise InvalidInput(self.problems)

    def take(self, row: Row) -> None:
        """Take one row."""
        for cell in row[len(self._columns) :]:
            if cell.text.strip():
                self.problem(cell, "there is no header above this cell", "Put texts with separators into quotes.")
        nothing = LocatedText("", row[0].line, row[0].column)
        cells = dict.fromkeys(COLUMNS, nothing) | dict(zip(self._columns, row, strict=False))
        question, name, picked, answer = (cells[column] for column in COLUMNS)
        question = LocatedText(question.text.strip(), question.line, question.column)
        if self.refuse_error([name]):
            return
        if question.text.startswith("/"):
            self._special(question, name, picked, answer)
        elif not question.text or not name.text.strip():
            missing = "person" if question.text else "question"
            self.problem(row[0], f"the row names no {missing}", "Fill it in, or take the row away.")
        else:
            self.answer(question, name, answer)
            if self._is_picked(picked):
                self._picks.setdefault(fold_name(name.text), (name, []))[1].append(question)

    def _is_picked(self, cell: LocatedText) -> bool:
        is_picked = read_tick(cell.text)
        if is_picked is None:
            self.problem(cell, f"'picked' cannot be '{escape(cell.text)}'", "Write yes, or nothing.")
        return bool(is_picked)

    def _special(self, what: LocatedText, name: LocatedText, picked: LocatedText, answer: LocatedText) -> None:
        self.check_length(answer, LONGEST_TEXT)
        if what.text == PERSON:
            if name.text.strip():
                self.check_length(name, LONGEST_NAME)
                self._people.append(name)
        elif what.text == AGREEMENT or what.text.startswith(f"{AGREEMENT}/"):
            number = what.text[len(AGREEMENT) + 1 :]
            if answer.text or name.text or picked.text.strip():
                was = LocatedText(number, what.line, what.column) if number else None
                decision = picked if picked.text.strip() else None
                self._agreements.append(AgreementRow(answer, name, was, decision))
        elif field := _SHEET.get(what.text):
            self._sheet_row(field, what, name, answer)
        else:
            hint = did_you_mean(what.text, _SPECIAL) or f"There are {', '.join(_SPECIAL)}."
            self.problem(what, f"unknown row '{escape(what.text)}'", hint)

    def _sheet_row(self, field: SheetField, what: LocatedText, name: LocatedText, answer: LocatedText) -> None:
        if field.kind.is_personal:
            self._personal += [SheetText(field, answer, name)] if answer.text else []
        elif self._short.setdefault(field, answer).text != answer.text:
            self.problem(what, f"the row '{what.text}' stands there twice, with different texts", "Keep one.")

    def file(self) -> RawAnswers:
        """Return what all rows say."""
        if len(self._people) > MOST_PEOPLE:
            message = f"the table names {len(self._people)} people, and may name {MOST_PEOPLE}"
            self.problem(self._people[MOST_PEOPLE], message, "Take some away.")
        short = (SheetText(field, text) for field, text in self._short.items() if text.text)
        return RawAnswers(
            source=self._source,
            people=tuple(self._people),
            picks=tuple((name, tuple(ids)) for name, ids in self._picks.values()),
            answers=self.answers(),
            agreements=tuple(self._agreements),
            sheet=(*short, *self._personal),
            problems=tuple(sort_problems(self.problems)),
            respondents=tuple(self.respondents.values()),
        )


class _Wide(_Table):
    """A table with a row for each person."""

    def __init__(self, source: str, header: Row, body: Sequence[Row]) -> None:
        super().__init__(source)
        self._name = self._name_columns(header, body)
        self._left_out = tuple(form_columns.report_unasked(source, header, body, self._name))
        self._questions = dict(self._question_columns(header, body))
        self._width = len(header)

    def _name_columns(self, header: Row, body: Sequence[Row]) -> tuple[int, ...]:
        used = form_columns.find_names([cell.text for cell in header], body)
        if len(used) > 1:
            listed = " or ".join(
                form_columns.list_headers([header[number].text for number in columns]) for columns in used
            )
            self.problem(header[used[1][0]], f"the names may be those of {listed}", "Take one of the columns away.")
        return used[0]

    def _question_columns(self, header: Row, body: Sequence[Row]) -> Iterator[tuple[int, LocatedText]]:
        for number, cell in enumerate(header):
            is_own = (
                number in self._name or form_columns.is_name_header(cell.text) or form_columns.is_unasked(cell.text)
            )
            if is_own or not any(_cell(row, number).strip() for row in body):
                continue
            if cell.text.strip():
                yield number, cell
            else:
                self.problem(cell, "a column with texts has no header", "Give it a question's text.")

    def take(self, row: Row) -> None:
        """Take one person's row."""
        for cell in row[self._width :]:
            if cell.text.strip():
                self.problem(cell, "there is no header above this cell", "Put texts with separators into quotes.")
        if self.refuse_error([row[number] for number in self._name if number < len(row)]):
            return
        at = row[self._name[0]] if self._name[0] < len(row) else row[0]
        name = LocatedText(form_columns.join_name(row, self._name), at.line, at.column)
        if form_columns.is_nobody(name.text):
            self.problem(name, "the row names nobody", "Fill in the name, or take the row away.")
            return
        for number, question in self._questions.items():
            if number < len(row):
                text = row[number]
                self.answer(question, name, LocatedText(text.text if text.text.strip() else "", text.line, text.column))

    def file(self) -> RawAnswers:
        """Return what all rows say."""
        return RawAnswers(
            source=self._source,
            people=(),
            picks=(),
            answers=self.answers(),
            agreements=(),
            sheet=(),
            problems=tuple(sort_problems(self.problems)),
            respondents=tuple(self.respondents.values()),
            is_export=True,
            left_out=self._left_out,
        )


def _cell(row: Row, number: int) -> str:
    return row[number].text if number < len(row) else ""


def write_csv(answers: Answers, bank: QuestionBank) -> str:
    """Return the answers as a table with the columns ``question,person,picked,answer``, in the bank's order."""
    return write_table([COLUMNS, *format_rows(answers, bank)])


def write_table(rows: Iterable[Sequence[str]]) -> str:
    """Return a table of texts, in which no cell makes a spreadsheet compute."""
    return "".join(",".join(map(_format_cell, row)) + "\n" for row in rows)


def format_rows(answers: Answers, bank: QuestionBank) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of the table below its head, as texts."""
    labels = People(tuple(answers.names)).distinct_labels()
    yield from ((PERSON, label, "", "") for label in labels)
    yield from _sheet_rows(answers, labels, in_meeting=True)
    for question in _list_questions(answers, bank):
        for person, label in enumerate(labels):
            picked = question in answers.picks[person]
            text = answers.texts.get((question, person), "")
            if picked or text:
                yield question, label, "yes" if picked else "", text
    for agreement in answers.every_agreement():
        where = f"{AGREEMENT}/{agreement.previous_number}" if agreement.previous_number else AGREEMENT
        yield where, agreement.who, agreement.decision or "", agreement.what
    yield from _sheet_rows(answers, labels, in_meeting=False)


def _sheet_rows(answers: Answers, labels: Sequence[str], *, in_meeting: bool) -> Iterator[tuple[str, str, str, str]]:
    for row, field in _SHEET.items():
        if (field.group == MEETING) is in_meeting:
            people = labels if field.kind.is_personal else ("",)
            texts = zip(people, answers.sheet_texts(field), strict=True)
            yield from ((row, label, "", text) for label, text in texts if text)


def _list_questions(answers: Answers, bank: QuestionBank) -> Iterator[str]:
    """Yield the questions that were answered or picked, unknown ones last."""
    given = dict.fromkeys(
        [*(question for question, _ in answers.texts), *(id_ for ids in answers.picks for id_ in ids)]
    )
    order = {question.id: number for number, question in enumerate(bank.every_question())}
    yield from sorted(given, key=lambda question: order.get(question, len(order)))


def _format_cell(text: str) -> str:
    plain = replace_unwritable(with_line_feeds(text))
    guarded = f"'{plain}" if _COMPUTES.match(plain) else plain
    return '"' + guarded.replace('"', '""') + '"' if _QUOTABLE.search(guarded) else guarded


def replace_unwritable(text: str) -> str:
    """Return the text with U+FFFD for every character that neither CSV nor XML can hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def count_unwritable(answers: Answers) -> int:
    """Return how many characters ``replace_unwritable`` replaces."""
    return sum(len(_UNWRITABLE.findall(with_line_feeds(text))) for text in answers.iterate_texts())
