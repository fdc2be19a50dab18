"""Question banks as files: what they extend, and the translations that stand beside them.

A bank may extend the built-in one, or a file in its folder or below, which may extend another one. The texts of what is
extended keep the translations that they have; a translation of the bank that extends covers its own.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AssetError, InvalidInput, did_you_mean, escape
from generator.files.names import resolve_beside
from generator.files.reading import STANDARD_INPUT, InputFile, read_bounded, read_file
from generator.files.shipped import BANK, TRANSLATIONS, data_file, package_file
from generator.formats.bank import BUILT_IN, SUFFIXES, read_bank
from generator.words.catalogue import find_language, truncate_tag

if TYPE_CHECKING:
    from generator.model.bank import QuestionBank
    from generator.model.translation import Translation

MOST_FILES = 8
"""So many files may extend each other."""


class BankFile(NamedTuple):
    """A bank that was read from a file."""

    bank: QuestionBank
    """Whole: with what it extends."""
    path: str | None = None
    """None for the built-in one."""
    extended: BankFile | None = None
    spoken: QuestionBank | None = None
    """What is extended, in this one's language."""

    def list_paths(self) -> tuple[str, ...]:
        """Return the paths of the bank's file and of those that it extends."""
        own = (self.path,) if self.path and self.path != STANDARD_INPUT else ()
        return (*own, *(self.extended.list_paths() if self.extended else ()))

    def list_translation_paths(self, language: str) -> tuple[str, ...]:
        """Return the paths of the translations into a language that its texts are taken from."""
        own = find_translation(self.path, language)
        return (*([own] if own else ()), *(self.extended.list_translation_paths(language) if self.extended else ()))

    def load_translation(self, language: str, given: Translation | None = None) -> Translation | None:
        """Return all texts that there are in a language, None where there are none.

        ``given`` is a translation of this bank, else that beside it is taken. Raises ``InvalidInput``.
        """
        from generator.model.translation import keep_shared, overlay, read_texts  # noqa: PLC0415 - most need none

        path = None if given else find_translation(self.path, language)
        own = load_translation(path, self.bank) if path else given
        if self.extended is None or self.spoken is None:
            return own
        if is_same_language(language, self.extended.bank.language):
            lower: Translation | None = read_texts(self.extended.bank)
        else:
            lower = self.extended.load_translation(language)
        if lower is None:
            return own
        lower = keep_shared(lower, self.spoken, self.bank)
        return overlay(own, lower) if own else lower


def load_bank_file(path: str | None = None) -> BankFile:
    """Return the bank in the file, or the built-in one. Raises ``InvalidInput``."""
    if path is None:
        return BankFile(read_bank(read_bounded(data_file(BANK)), BANK))
    return read_bank_file(read_file(path))


def read_bank_file(file: InputFile, above: tuple[str, ...] = ()) -> BankFile:
    """Return the bank in a file that was read; ``above`` are the real paths of those that extend it.

    Raises ``InvalidInput`` with every problem of it and of what it extends.
    """
    found: list[tuple[BankFile, QuestionBank]] = []

    def load_extended(name: str, language: str) -> QuestionBank:
        extended = _load_extended(name, file.name, above)
        spoken = _speak(extended, language)
        found.append((extended, spoken))
        return spoken

    bank = read_bank(*file, load_extended)
    return BankFile(bank, file.name, *(found[0] if found else ()))


def _load_extended(name: str, source: str, above: tuple[str, ...]) -> BankFile:
    """Return the bank that another one extends; raise ``AssetError`` where it cannot be, and ``InvalidInput``."""
    if name == BUILT_IN:
        return load_bank_file()
    if not name.lower().endswith(SUFFIXES):
        hint = did_you_mean(name, [BUILT_IN]) or f"Write {BUILT_IN}, or the name of a file such as ours.yaml."
        raise AssetError("is no bank", hint)
    if source == STANDARD_INPUT:
        raise AssetError("stands beside no file", f"Give the bank as a file, or extend {BUILT_IN}.")
    path = resolve_beside(source, name)
    chain = (*above, os.path.realpath(source))
    if os.path.realpath(path) in chain:
        raise AssetError("extends this bank itself", f"Extend another one, or {BUILT_IN}.")
    if len(chain) >= MOST_FILES:
        raise AssetError(f"is one too many: {MOST_FILES} files may extend each other", "Put some of them together.")
    try:
        file = read_file(path)
    except InvalidInput as refused:
        problem = refused.problems[0]
        raise AssetError(f"cannot be extended: {problem.message}", problem.hint) from None
    return read_bank_file(file, chain)


def _speak(extended: BankFile, language: str) -> QuestionBank:
    """Return what is extended in a language; raise ``AssetError`` where it is not translated, and ``InvalidInput``."""
    if not language.replace("-", "").isalnum() or is_same_language(language, extended.bank.language):
        return extended.bank  # of a tag that is none the schema tells
    from generator.model.translation import translate  # noqa: PLC0415 - most need none

    translation = extended.load_translation(language)
    if translation is None:
        hint = "Leave 'language' out, or extend a bank in this language."
        raise AssetError(f"is not translated into '{escape(language)}'", hint)
    return translate(extended.bank, translation)


def list_bank_paths(path: str | None) -> tuple[str, ...]:
    """Return the paths of a bank's file and of those that it extends; none of the built-in or a piped one."""
    return () if path in {None, STANDARD_INPUT} else load_bank_file(path).list_paths()


def load_translation(file: str, bank: QuestionBank | None) -> Translation:
    """Return the translation in a file, checked against a bank. Raises ``InvalidInput``."""
    from generator.formats.translation import read_translation  # noqa: PLC0415 - most documents need none

    return read_translation(read_bounded(file), os.path.basename(file), bank)


def find_bank_of(translation: str) -> str:
    """Return the path of the bank beside a translation's file, ``bank.yaml`` for ``bank.de.yaml``; empty for none."""
    stem, suffix = os.path.splitext(translation)
    bank, dot, _ = os.path.basename(stem).rpartition(".")
    path = os.path.join(os.path.dirname(translation), f"{bank}{suffix}")
    return path if dot and os.path.isfile(path) else ""


def find_translation(bank: str | None, language: str) -> str:
    """Return the path of the translation of the bank in a file, or of the built-in one; empty where there is none.

    For ``de-AT`` it is ``bank.de-AT.yaml`` beside the bank, else ``bank.de.yaml``.
    """
    if bank == STANDARD_INPUT:
        return ""
    if bank is None:
        known = find_language(language)
        return _find_beside(package_file("data", TRANSLATIONS, BANK), known) if known else ""
    return _find_beside(bank, language)


def _find_beside(bank: str, language: str) -> str:
    stem, suffix = os.path.splitext(bank)
    endings = dict.fromkeys((suffix, *SUFFIXES))
    paths = (f"{stem}.{tag}{ending}" for tag in truncate_tag(language) for ending in endings)
    return next(filter(os.path.isfile, paths), "")


def is_same_language(one: str, other: str) -> bool:
    """Tell whether two tags are of the same language, such as ``en`` and ``en-GB``, if one says no more."""
    first, second = one.casefold().split("-"), other.casefold().split("-")
    return first[: len(second)] == second or second[: len(first)] == first
