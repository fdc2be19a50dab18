"""Which languages a document is in: a bank's translations, and words of ours or of the user's own."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape, require_extra
from generator.files.reading import STANDARD_INPUT, InputFile, read_bounded
from generator.formats.located.nodes import decode_text
from generator.model.bank import QuestionBank
from generator.model.own_questions import SECTION
from generator.model.translation import Translation
from generator.model.worksheet import Worksheet
from generator.words.catalogue import (
    ENGLISH_CATALOGUE,
    SEPARATOR,
    Catalogue,
    describe_languages,
    find_language,
    find_locale,
    load_catalogue,
    load_keys,
)
from generator.words.messages import Words, words_of
from generator.workflows.bank_files import BankFile, is_same_language, load_bank_file, load_translation

MOST_ON_SHEET = 2
"""The languages that stand on a sheet for everybody."""
_ENGLISH_NAMES = {
    "arabic": "ar", "chinese": "zh-Hans", "czech": "cs", "dutch": "nl", "french": "fr", "german": "de", "greek": "el",
    "hebrew": "he", "hindi": "hi", "italian": "it", "japanese": "ja", "korean": "ko", "polish": "pl",
    "portuguese": "pt", "russian": "ru", "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip
"""The tags of languages that people call by their names."""
_MOST_NAMED = 5
"""So many untranslated texts are named; of more, how many there are."""


class SpokenBank(NamedTuple):
    """A bank in the languages that are wanted."""

    bank: QuestionBank
    """In the one that leads."""
    wording: Words | None = None
    """Words of the user's own, in that language."""
    remarks: tuple[str, ...] = ()
    """Whole sentences; fields of the request stand in backticks."""
    second: QuestionBank | None = None
    """In the language that stands below the first."""
    own: tuple[tuple[str, QuestionBank], ...] = ()
    """In those of single people, by their names."""
    files: tuple[str, ...] = ()
    """The paths of the bank's file and of those that it extends."""


class WantedLanguages(NamedTuple):
    """The BCP 47 tags of the languages that are wanted."""

    first: str = ""
    """That which leads; empty for the bank's own."""
    second: str = ""
    """That which stands below every text; empty for none."""
    people: tuple[tuple[str, str], ...] = ()
    """Names, and the tags of these people's own."""

    @property
    def further(self) -> tuple[str, ...]:
        """All but the first, each once."""
        return tuple(dict.fromkeys(filter(None, (self.second, *(tag for _, tag in self.people)))))


def parse_languages(text: str) -> WantedLanguages:
    """Return the languages that a text names: ``de``, ``de,pt`` or ``de,Ana Lima=pt``, in any order and number.

    Raises ``InvalidRequest`` where more than two are to stand on the sheet, one stands there twice, or one is no tag.
    """
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    tags = [entry for entry in entries if "=" not in entry]
    people = [(name.strip(), tag.strip()) for name, _, tag in (entry.rpartition("=") for entry in entries) if name]
    hint = "Give a language tag such as de or pt-BR. Two stand together as de,pt; a person's own is Ana=pt."
    for tag in (*tags, *(tag for _, tag in people)):
        if not tag.replace("-", "").isalnum():
            raise InvalidRequest(RequestProblem("language", f"`language` '{escape(tag)}' is none", hint))
    if len(tags) > MOST_ON_SHEET:
        message = f"`language` names {len(tags)} languages, and a sheet has {MOST_ON_SHEET} at most"
        raise InvalidRequest(RequestProblem("language", message, hint))
    if len(tags) == MOST_ON_SHEET and is_same_language(*tags):
        raise InvalidRequest(RequestProblem("language", f"`language` names '{tags[0]}' twice", hint))
    first, second, *_ = (*tags, "", "")
    return WantedLanguages(first, second, tuple(people))


class LanguageChoice(NamedTuple):
    """The languages that are wanted; by default the bank's own."""

    language: str = ""
    """See ``parse_languages``."""
    translation: str | None = None
    """The path of the bank's translation into one of them; by default translations stand beside the bank."""
    words: str | None = None
    """The path of a ``.po`` file with words of the user's own."""

    def load_bank(self, path: str | None = None, read: BankFile | None = None) -> SpokenBank:
        """Return the bank in the file, or the built-in one, in these languages; ``read`` if it was read before.

        Raises ``InvalidRequest`` where there is no translation, and ``InvalidInput`` for a file that cannot be used.
        """
        file = load_bank_file(path) if read is None else read
        spoken = self._speak(parse_languages(self.language), (file.bank,), file)
        own = _describe_extended(file) if spoken.bank is file.bank else ()
        return spoken._replace(remarks=(*own, *spoken.remarks), files=file.list_paths())

    def translate(self, worksheet: Worksheet, names: Sequence[str]) -> SpokenBank:
        """Return the bank that a document carries in these languages, as ``load_bank`` does; by default in its own.

        ``names`` are those that its people have now.
        """
        wanted = parse_languages(self.language)
        if not self.language and self.translation is None and worksheet.languages:
            tags = ((name, worksheet.language_of(person)) for person, name in enumerate(names))
            own = tuple((name, tag) for name, tag in tags if name and tag)
            wanted = WantedLanguages(second=worksheet.languages.second, people=own)
        return self._speak(wanted, worksheet.banks, None)

    def _speak(self, wanted: WantedLanguages, banks: tuple[QuestionBank, ...], file: BankFile | None) -> SpokenBank:
        """Return a bank, which is there in some languages, in those that are wanted.

        Without its file the bank is that of a document, and a translation may know more than it does.
        """
        source = _BankSource(banks, file, self._load_translation(file.bank if file else None))
        first = wanted.first or (source.given.language if source.given and not wanted.further else "")
        if source.given and not any(
            is_same_language(tag, source.given.language) for tag in (first, *wanted.further) if tag
        ):
            message = f"`translation` is in '{escape(source.given.language)}', and `language` is '{self.language}'"
            raise InvalidRequest(RequestProblem("language", message, "Leave one of them out."))
        remarks: list[str] = []
        bank = source.speak(first, remarks) if first else banks[0]
        others = {tag: source.speak(tag, remarks) for tag in wanted.further}
        wording = load_words(self.words, bank.language) if self.words is not None else None
        for spoken in (bank, *others.values()) if wording is None else others.values():
            if not find_language(spoken.language):
                told = (
                    f"There are no words in '{escape(spoken.language)}', so ours are English. Give yours with `words`."
                )
                remarks.append(told)
        own = tuple((name, others[tag]) for name, tag in wanted.people)
        return SpokenBank(bank, wording, tuple(remarks), others.get(wanted.second), own)

    def _load_translation(self, bank: QuestionBank | None) -> Translation | None:
        return None if self.translation is None else load_translation(self.translation, bank)


class _BankSource(NamedTuple):
    """Where a bank's texts are found in its languages."""

    banks: tuple[QuestionBank, ...]
    """The bank, and the same in other languages that come with it."""
    file: BankFile | None
    """The bank's file; None where a document carries the bank."""
    given: Translation | None
    """A translation that is given."""

    def speak(self, tag: str, remarks: list[str]) -> QuestionBank:
        """Return the bank in a language; add what is left untranslated to the remarks."""
        given = self.given if self.given and is_same_language(tag, self.given.language) else None
        if not given and (there := next((bank for bank in self.banks if is_same_language(tag, bank.language)), None)):
            return there
        from generator.model.translation import translate  # noqa: PLC0415 - most documents are in the bank's language

        bank = self.banks[0]
        translation = self.file.load_translation(tag, given) if self.file else _load_shipped(bank, tag, given)
        if translation is None:
            raise _refuse_language(self.file.path if self.file else None, tag)
        remarks += describe_untranslated(bank, translation)
        return translate(bank, translation)


def _describe_extended(file: BankFile) -> tuple[str, ...]:
    """Return a sentence that names what a bank extends in another language and has no text in its own."""
    if not file.extended or is_same_language(file.bank.language, file.extended.bank.language):
        return ()
    translation = file.extended.load_translation(file.bank.language)
    return tuple(describe_untranslated(file.extended.bank, translation)) if translation else ()


def _load_shipped(bank: QuestionBank, language: str, given: Translation | None) -> Translation | None:
    """Return the texts that there are for a document's bank in a language, None where there are none.

    Those of the built-in bank apply where the document says what that one does, and not to questions that only have the
    same id.
    """
    from generator.model.translation import keep_shared, overlay, read_texts  # noqa: PLC0415 - most need none

    built_in = load_bank_file()
    shipped = built_in.load_translation(language)
    if is_same_language(language, built_in.bank.language):
        shipped = read_texts(built_in.bank)
    if shipped is None:
        return given
    told_in = LanguageChoice(bank.language).load_bank(read=built_in).bank
    shipped = _name_own_section(keep_shared(shipped, told_in, bank), bank)
    return overlay(given, shipped) if given else shipped


def _name_own_section(translation: Translation, bank: QuestionBank) -> Translation:
    """Return the translation with the title of the section of further questions, where it is ours in the bank."""
    ours = words_of(bank.language).own_questions
    if not any((section.id, section.title) == (SECTION, ours) for section in bank.sections):
        return translation
    return translation._replace(
        sections={**translation.sections, SECTION: words_of(translation.language).own_questions}
    )


BANKS_OWN = LanguageChoice()
"""The languages that a bank has."""


def describe_untranslated(bank: QuestionBank, translation: Translation) -> Iterator[str]:
    """Yield a sentence that names what has no text in the translation; nothing where all is translated."""
    from generator.model.translation import list_untranslated  # noqa: PLC0415

    missing = list(list_untranslated(bank, translation))
    if missing:
        language, named = escape(translation.language), _name_some(missing)
        yield f"Not translated into '{language}', so it stands as in the bank: {named}."


def _name_some(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def load_words(path: str, language: str) -> Words:
    """Return the words in a ``.po`` file laid over those that are shipped for the language.

    Raises ``InvalidInput`` for a file that cannot be used, and ``MissingExtra``.
    """
    require_extra("words", "languages", "polib")
    from generator.words.po_file import read_po  # noqa: PLC0415 - imports an extra

    if path == STANDARD_INPUT:
        raise InvalidRequest(RequestProblem("words", "`words` reads a file", "Give it a name, such as ours.po."))
    own = read_po(decode_text(read_bounded(path), path), path)
    shipped = find_language(language)
    base = load_catalogue(shipped) if shipped not in {"", "en"} else ENGLISH_CATALOGUE
    messages = {**base.messages, **own.messages}
    plural = own.plural if own.messages else base.plural
    return Words(Catalogue(own.language or language, messages, plural, find_locale(language)))


def describe_missing_words(file: InputFile) -> tuple[str, tuple[str, ...]]:
    """Return what a ``.po`` file is, and a sentence that names the messages that it has no words for.

    Raises ``InvalidInput`` for a file that cannot be used, and ``MissingExtra``.
    """
    require_extra("words", "languages", "polib")
    from generator.words.po_file import read_po  # noqa: PLC0415 - imports an extra

    own = read_po(decode_text(file.data, file.name), file.name)
    known = load_keys()
    missing = [f"'{escape(key.split(SEPARATOR)[-1])}'" for key in known if key not in own.messages]
    unknown = sum(key not in known for key in own.messages)
    told = [f"No message of ours: {unknown}. They are not used."] if unknown else []
    if missing:
        told.append(f"No words for: {_name_some(missing)}.")
    language = own.language or "no language"
    described = (
        f"words in {escape(language)}, {escape(own.state)}, {len(known) - len(missing)} of {len(known)} messages"
    )
    return described, tuple(told)


def _suggest_tag(name: str) -> str:
    """Return the question whether the tag is meant that belongs to a name of a language; empty for what is none."""
    own_names = {told.name.casefold(): tag for tag, told in describe_languages().items()}
    tag = _ENGLISH_NAMES.get(name.casefold()) or own_names.get(name.casefold())
    return f"Did you mean '{tag}'?" if tag else ""


def _refuse_language(bank: str | None, language: str) -> InvalidRequest:
    """Return the failure where the bank in a file, or the built-in one, is not translated into a language."""
    if bank is None:
        known = list(describe_languages())
        hint = _suggest_tag(language) or did_you_mean(language, known)
        hint = hint or f"There are: en, {', '.join(known)}; or give `translation` a file."
        return InvalidRequest(RequestProblem("language", f"the bank is not translated into '{escape(language)}'", hint))
    stem, suffix = os.path.splitext(os.path.basename(bank))
    hint = f"Write it as {escape(stem)}.{language}{escape(suffix)} beside the bank, or give `translation` a file."
    hint = _suggest_tag(language) or hint
    message = f"'{escape(bank)}' has no translation into '{language}'"
    return InvalidRequest(RequestProblem("language", message, hint))
