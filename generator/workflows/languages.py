"""Which language a document is in: a bank's translation, and words of ours or of the user's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape, require_extra
from generator.files.reading import STANDARD_INPUT, read_bounded
from generator.files.shipped import BANK, TRANSLATIONS, package_file
from generator.formats.located.nodes import decode_text
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
from generator.words.messages import Words
from generator.workflows.inputs import load_bank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.files.reading import InputFile
    from generator.model.bank import QuestionBank
    from generator.model.translation import Translation

_SUFFIXES = (".yaml", ".yml", ".json")
_MOST_NAMED = 5
"""So many untranslated texts are named; of more, how many there are."""


class SpokenBank(NamedTuple):
    """A bank in the language that is wanted."""

    bank: QuestionBank
    wording: Words | None = None
    """Words of the user's own."""
    remarks: tuple[str, ...] = ()
    """Whole sentences; fields of the request stand in backticks."""


class LanguageChoice(NamedTuple):
    """The language that is wanted; by default the bank's own."""

    language: str = ""
    """A BCP 47 tag."""
    translation: str | None = None
    """The path of the bank's translation; by default it stands beside the bank."""
    words: str | None = None
    """The path of a ``.po`` file with words of the user's own."""

    def load_bank(self, path: str | None = None) -> SpokenBank:
        """Return the bank in the file, or the built-in one, in this language.

        Raises ``InvalidRequest`` where there is no translation, and ``InvalidInput`` for a file that cannot be used.
        """
        return self._speak(load_bank(path), path, is_whole=True)

    def translate(self, bank: QuestionBank) -> SpokenBank:
        """Return a bank that a document carries in this language, as ``load_bank`` does."""
        return self._speak(bank, None, is_whole=False)

    def _speak(self, bank: QuestionBank, path: str | None, *, is_whole: bool) -> SpokenBank:
        remarks: tuple[str, ...] = ()
        if self.translation is not None or (self.language and not _is_same(self.language, bank.language)):
            file = self.translation or _find_translation(path, self.language)
            bank, remarks = self._translate(bank, file, is_whole=is_whole)
        wording = load_words(self.words, bank.language) if self.words is not None else None
        if wording is None and not find_language(bank.language):
            told = f"There are no words in '{escape(bank.language)}', so ours are English. Give yours with `words`."
            remarks = (*remarks, told)
        return SpokenBank(bank, wording, remarks)

    def _translate(self, bank: QuestionBank, file: str, *, is_whole: bool) -> tuple[QuestionBank, tuple[str, ...]]:
        """Return the bank in the translation of a file, and what is left untranslated.

        Where the bank is not whole, the translation may know more than it does.
        """
        from generator.model.translation import translate  # noqa: PLC0415 - most documents are in the bank's language

        translation = load_translation(file, bank if is_whole else None)
        if self.language and not _is_same(self.language, translation.language):
            message = f"`translation` is in '{escape(translation.language)}', and `language` is '{self.language}'"
            raise InvalidRequest(RequestProblem("language", message, "Leave one of them out."))
        return translate(bank, translation), tuple(describe_untranslated(bank, translation))


BANKS_OWN = LanguageChoice()
"""The language that a bank has."""


def load_translation(file: str, bank: QuestionBank | None) -> Translation:
    """Return the translation in a file, checked against a bank. Raises ``InvalidInput``."""
    from generator.formats.translation import read_translation  # noqa: PLC0415 - most documents need none

    return read_translation(read_bounded(file), os.path.basename(file), bank)


def describe_untranslated(bank: QuestionBank, translation: Translation) -> Iterator[str]:
    """Yield a sentence that names what has no text in the translation; nothing where all is translated."""
    from generator.model.translation import list_untranslated  # noqa: PLC0415

    missing = list(list_untranslated(bank, translation))
    if missing:
        named = ", ".join(missing[:_MOST_NAMED])
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        yield f"Not translated into '{escape(translation.language)}', so it stands as in the bank: {named}{more}."


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
    missing = [key.split(SEPARATOR)[-1] for key in known if key not in own.messages]
    unknown = sum(key not in known for key in own.messages)
    told = [f"No message of ours: {unknown}. They are not used."] if unknown else []
    if missing:
        named = ", ".join(f"'{escape(text)}'" for text in missing[:_MOST_NAMED])
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        told.append(f"No words for: {named}{more}.")
    language = own.language or "no language"
    described = (
        f"words in {escape(language)}, {escape(own.state)}, {len(known) - len(missing)} of {len(known)} messages"
    )
    return described, tuple(told)


def find_bank_of(translation: str) -> str:
    """Return the path of the bank beside a translation's file, ``bank.yaml`` for ``bank.de.yaml``; empty for none."""
    stem, suffix = os.path.splitext(translation)
    bank, dot, _ = os.path.basename(stem).rpartition(".")
    path = os.path.join(os.path.dirname(translation), f"{bank}{suffix}")
    return path if dot and os.path.isfile(path) else ""


def find_beside(bank: str, language: str) -> str:
    """Return the path of the translation that stands beside a bank's file; empty where there is none.

    For ``de-AT`` it is ``bank.de-AT.yaml``, else ``bank.de.yaml``.
    """
    stem, suffix = os.path.splitext(bank)
    parts = language.split("-")
    while parts:
        for ending in dict.fromkeys((suffix, *_SUFFIXES)):
            path = f"{stem}.{'-'.join(parts)}{ending}"
            if os.path.isfile(path):
                return path
        parts.pop()
    return ""


def _find_translation(bank: str | None, language: str) -> str:
    """Return the path of a bank's translation; raise ``InvalidRequest`` where there is none."""
    if not language.replace("-", "").isalnum():
        hint = "Give a language tag such as de or pt-BR."
        raise InvalidRequest(RequestProblem("language", f"`language` '{escape(language)}' is none", hint))
    if bank is None:
        found = find_language(language)
        if path := find_beside(package_file("data", TRANSLATIONS, BANK), found) if found else "":
            return path
        known = list(describe_languages())
        hint = did_you_mean(language, known) or f"There are: en, {', '.join(known)}; or give `translation` a file."
        raise InvalidRequest(RequestProblem("language", f"the bank is not translated into '{escape(language)}'", hint))
    if bank != STANDARD_INPUT and (path := find_beside(bank, language)):
        return path
    stem, suffix = os.path.splitext(os.path.basename(bank))
    hint = f"Write it as {escape(stem)}.{language}{escape(suffix)} beside the bank, or give `translation` a file."
    message = f"'{escape(bank)}' has no translation into '{language}'"
    raise InvalidRequest(RequestProblem("language", message, hint))


def _is_same(one: str, other: str) -> bool:
    """Tell whether two tags are of the same language, such as ``en`` and ``en-GB``, if one says no more."""
    first, second = one.casefold().split("-"), other.casefold().split("-")
    return first[: len(second)] == second or second[: len(first)] == first
