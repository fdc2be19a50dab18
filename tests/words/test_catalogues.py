"""The catalogues that are shipped: whole, prepared, and with the places of their messages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polib
import pytest
from babel import Locale as CldrLocale
from babel.plural import to_python

import generator.words
from generator.errors import InvalidInput
from generator.words import prepare
from generator.words.catalogue import describe_languages, find_language, find_locale, load_catalogue, load_keys
from generator.words.dates import read_date
from generator.words.messages import ENGLISH, Words, words_of
from generator.words.po_file import read_po

ROOM = Path(generator.words.__file__).parent
LANGUAGES = tuple(describe_languages())
WANTED = {
    "de", "fr", "es", "pt", "it", "nl", "sv", "pl", "cs", "tr",
    "ru", "uk", "el", "he", "ar", "hi", "ja", "ko", "zh-Hans",
}  # fmt: skip


def test_the_languages_that_were_promised_are_there() -> None:
    assert set(LANGUAGES) == WANTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    told = describe_languages()[language]
    assert told.translated == told.messages == len(load_keys())
    assert set(load_catalogue(language).messages) == set(load_keys())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_was_prepared_from_what_translators_edit(language: str) -> None:
    """A changed ``.po`` file without ``python -m generator.words.prepare`` fails here."""
    found = read_po((ROOM / "po" / f"{language}.po").read_text("utf-8"), language)
    assert found.language == language
    assert found.messages == load_catalogue(language).messages
    assert found.state == describe_languages()[language].state == "draft"


def test_every_message_of_the_code_is_in_the_template() -> None:
    """A new or changed message without ``python -m generator.words.prepare`` fails here."""
    template = polib.pofile(str(ROOM / "po" / "messages.pot"))
    extracted = [(message.context, message.one, message.many) for message in prepare.extract_messages()]
    assert [(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in template] == extracted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_in_its_alphabet_and_typographic(language: str) -> None:
    for text in load_catalogue(language).messages.values():
        for form in (text,) if isinstance(text, str) else text:
            assert form.strip()
            assert not set("\"'") & set(form), form


DATES = {
    "ar": "4 ديسمبر 2026، 12:30", "cs": "4. prosince 2026 12:30", "de": "4. Dezember 2026, 12:30",
    "el": "4 Δεκεμβρίου 2026, 12:30", "es": "4 de diciembre de 2026, 12:30", "fr": "4 décembre 2026, 12:30",
    "he": "4 בדצמבר 2026, 12:30", "hi": "4 दिसंबर 2026, 12:30", "it": "4 dicembre 2026, 12:30",
    "ja": "2026年12月4日 12:30", "ko": "2026년 12월 4일 12:30", "nl": "4 december 2026, 12:30",
    "pl": "4 grudnia 2026, 12:30", "pt": "4 de dezembro de 2026 12:30", "ru": "4 декабря 2026\u202fг., 12:30",
    "sv": "4 december 2026 12:30", "tr": "4 Aralık 2026 12:30", "uk": "4 грудня 2026\u202fр., 12:30",
    "zh-Hans": "2026年12月4日 12:30",
}  # fmt: skip
"""As CLDR 48 has them."""


def test_dates_are_written_as_the_languages_do() -> None:
    moment = dt.datetime(2026, 12, 4, 12, 30)  # noqa: DTZ001 - people write no time zone
    assert {tag: words_of(tag).format_date(moment.date(), moment.time()) for tag in LANGUAGES} == DATES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_a_name_of_its_own(language: str) -> None:
    words = words_of(language)
    assert len({words.format_date(dt.date(2027, month, 4)) for month in range(1, 13)}) == len(range(12))


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_follow_cldr_where_it_says_more(language: str) -> None:
    """Every number has a form, and numbers that CLDR tells apart do not share one, but for those of rarer kinds."""
    words = words_of(language)
    forms = {words.more_in_alliance(number).replace(str(number), "#") for number in range(1, 120)}
    assert all("{" not in form for form in forms)
    rule = to_python(CldrLocale.parse(language.replace("-", "_")).plural_form)
    assert len(forms) <= len({rule(number) for number in range(1, 120)}) + 1


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de", "de"), ("DE-at", "de"), ("pt_BR", "pt"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("iw", "he"),
     ("en-GB", "en"), ("fi", ""), ("zh-Hant", ""), ("zh-TW", ""), ("deu", "")],
)  # fmt: skip
def test_a_tag_finds_its_language_or_that_of_fewer_subtags(tag: str, language: str) -> None:
    assert find_language(tag) == language


def test_a_language_without_words_is_said_in_english() -> None:
    assert words_of("fi") is ENGLISH
    assert words_of("en-GB") is ENGLISH


@pytest.mark.parametrize(
    ("language", "names", "listed", "lines"),
    [
        ("de", ("Ana", "Ben", "Cleo"), "Ana, Ben und Cleo", ("Ana,", "Ben", "und Cleo")),
        ("fr", ("Ana", "Ben"), "Ana et Ben", ("Ana", "et Ben")),
        ("ja", ("愛", "健", "望"), "愛、健、望", ("愛、", "健、", "望")),
        ("ar", ("آنا", "بن"), "آنا وبن", ("آنا", "وبن")),
    ],
)
def test_names_are_listed_as_the_language_does(
    language: str, names: tuple[str, ...], listed: str, lines: tuple[str, ...]
) -> None:
    words = words_of(language)
    assert words.list_names(names) == listed
    assert words.name_lines(names) == lines


def test_polish_counts_in_three_forms() -> None:
    words = words_of("pl")
    counted = [words.meeting_length(minutes) for minutes in (1, 2, 5, 22, 25)]
    assert len({text.replace(str(n), "#") for text, n in zip(counted, (1, 2, 5, 22, 25), strict=True)}) == 2 + (
        counted[1].replace("2", "#") != counted[2].replace("5", "#")
    )


HEAD = 'msgid ""\nmsgstr ""\n"Language: fi\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def test_words_of_ones_own_may_be_few() -> None:
    found = read_po(
        f'{HEAD}msgctxt "foot"\nmsgid "Page {{number}} of {{count}}"\nmsgstr "Sivu {{number}}/{{count}}"\n', "f"
    )
    words = Words(load_catalogue("de")._replace(messages=found.messages, locale=find_locale("fi")))
    assert words.page_of(2, 5) == "Sivu 2/5"
    assert words.steps == "How it goes"
    assert words.format_date(dt.date(2026, 12, 4)) == "4. joulukuuta 2026"


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ('msgctxt "foot"\nmsgid "Revision {number}"\nmsgstr "Versio"\n', 6),
        ('msgctxt "foot"\nmsgid "Revision {number}"\nmsgstr "Versio {number} {name}"\n', 6),
        ('msgctxt "foot"\nmsgid "Revision {number}"\nmsgstr "Versio {number.__class__}"\n', 6),
        ('msgctxt "foot"\nmsgid "Revision {number}"\nmsgstr "Versio {number:>999999999}"\n', 6),
        ('msgctxt "foot"\nmsgid "Revision {number}"\nmsgstr "Versio {number!r}"\n', 6),
        ('msgctxt "foot"\nmsgid "Revision {number}"\nmsgstr "Versio {number} {"\n', 6),
        ('msgctxt "x"\nmsgid "{number} new"\nmsgid_plural "{number} new"\nmsgstr[0] "{number} uusi"\n', 6),
    ],
)
def test_a_translation_with_other_places_is_refused_by_its_line(entry: str, line: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_po(HEAD + entry, "ours.po")
    assert refused.value.problems[0].line == line


@pytest.mark.parametrize(
    "text",
    ["", "no catalogue", "/etc/passwd", 'msgid "a\nmsgstr', HEAD.replace("(n != 1)", "f(n)"),
     HEAD.replace("(n != 1)", "n ? : 1")],
)  # fmt: skip
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_po(text, "ours.po")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_that_is_set_is_read_back(language: str) -> None:
    words = words_of(language)
    for month in range(1, 13):
        day, time = dt.date(2027, month, 14), dt.time(12, 30)
        assert words.read_date(words.format_date(day)) == day
        assert words.read_date(words.format_date(day, time)) == dt.datetime.combine(day, time)
        assert words.restate_date(f"2027-{month:02}-14") == words.format_date(day)


@pytest.mark.parametrize(
    "text",
    ["1er mars 2027", "1º marzo 2027", "1 Mart 2027", "1 март 2027", "1 ב-מרץ 2027", "2027年3月1日", "1 Brumaire 2027"],
)
def test_dates_as_people_write_them_in_their_language(text: str) -> None:
    assert read_date(text) == (None if text in {"1 Brumaire 2027", "1 ב-מרץ 2027"} else dt.date(2027, 3, 1))
