"""Question banks, layouts, brands and typefaces: those that are built in, and the user's own in the folder.

What was read is remembered by the files' names, sizes and times, so that a page that is drawn at each change reads a
file once, and again when it has changed.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, InvalidInput, InvalidRequest, OutputUnwritable, Problem, RequestProblem
from generator.files.reading import InputFile, read_bounded
from generator.files.shipped import layout_names
from generator.formats.given_typeface import load_typefaces
from generator.formats.kinds import FileKind, recognise_kind
from generator.words.catalogue import describe_languages
from generator.workflows.bank_files import load_bank_file
from generator.workflows.check import check
from generator.workflows.inputs import DEFAULT_LAYOUT, LayoutChoice
from generator.workflows.languages import LanguageChoice, parse_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model.layout import Layout
    from generator.web.folder import FoundFile, WorkFolder
    from generator.workflows.bank_files import BankFile
    from generator.workflows.languages import SpokenBank

SUFFIXES = (".yaml", ".yml", ".json")
FONT_SUFFIXES = (".ttf", ".otf", ".ttc")
_LARGEST = 2_000_000
"""Bytes of the largest file that is looked into."""


class Stamp(NamedTuple):
    """A file as it is now."""

    path: str
    changed: int
    """Nanoseconds since 1970."""
    size: int
    """Bytes."""


class OwnFiles:
    """The user's own banks, layouts and brands, each by the id of its file."""

    def __init__(self, folder: WorkFolder) -> None:
        self._folder = folder

    def list_kind(self, kind: FileKind) -> tuple[FoundFile, ...]:
        """Return the files of a kind, by their names; banks with those that cannot be read, whose problem is told.

        None where the folder is gone, which the screen tells.
        """
        try:
            files = sorted(self._folder.list_files(*SUFFIXES), key=lambda file: file.name)
        except OutputUnwritable:
            return ()
        paths = [os.path.join(self._folder.path, file.name) for file in files]
        kinds = [_find_kind(stamp) for stamp in _stamp(paths)]
        wanted = (kind, None) if kind is FileKind.BANK else (kind,)
        return tuple(file for file, found in zip(files, kinds, strict=True) if found in wanted)

    def list_fonts(self) -> tuple[FoundFile, ...]:
        """Return the typefaces that can be used, by their names. None where the folder is gone."""
        return list_fonts(self._folder)

    def find(self, file_id: str, field: str) -> str | None:
        """Return the path of a file; None for an empty id. Raises ``InvalidRequest`` where the folder has none."""
        if not file_id:
            return None
        found = self._folder.find(file_id)
        if found is None:
            message, hint = f"the file of `{field}` is not in the folder any more", "Choose another one."
            raise InvalidRequest(RequestProblem(field, message, hint))
        return os.path.join(self._folder.path, found.name)

    def find_layout(self, name: str) -> str:
        """Return what a layout choice calls a layout, built in or in the folder. Raises ``InvalidRequest``."""
        if name in layout_names():
            return name
        return self.find(name, "layout") or DEFAULT_LAYOUT

    def shorten(self, sentence: str) -> str:
        """Return a sentence in which files of the folder are called by their names alone."""
        return self._folder.shorten(sentence)

    def list_languages(self, bank: str | None, own: str) -> tuple[tuple[str, str], ...]:
        """Return the languages that the bank at this path can be had in: tags, none for its own, and their names."""
        shipped = describe_languages()
        names = {tag: shipped[tag].name if tag in shipped else tag for tag in (*shipped, own)} | {"en": "English"}
        there = shipped if bank is None else [tag for tag in names if _load_file(bank).list_translation_paths(tag)]
        first = own.partition("-")[0]
        others = sorted((names[tag], tag) for tag in there if tag not in {own, first})
        return (("", names.get(first, own)), *((tag, name) for name, tag in others))


def load_bank(choice: LanguageChoice, path: str | None) -> SpokenBank:
    """Return the bank at this path, or the built-in one, in these languages, as ``LanguageChoice.load_bank`` does."""
    if path is None:
        return _load_bank(choice, path, ())
    wanted = parse_languages(choice.language)
    file = _load_file(path)
    beside = [found for tag in (wanted.first, *wanted.further) if tag for found in file.list_translation_paths(tag)]
    return _load_bank(choice, path, tuple(_stamp([*file.list_paths(), *beside])))


def load_layout(choice: LayoutChoice) -> Layout:
    """Return the layout, as ``LayoutChoice.load`` does."""
    named = [] if choice.name in layout_names() else [choice.name]
    files = list_brand_files(choice.brand) if choice.brand else ()
    return _load_layout(choice, tuple(_stamp([*named, *files, *choice.fonts])))


def list_fonts(folder: WorkFolder) -> tuple[FoundFile, ...]:
    """Return the typefaces of a folder that can be used, by their names. None where the folder is gone."""
    try:
        files = sorted(folder.list_files(*FONT_SUFFIXES), key=lambda file: file.name)
    except OutputUnwritable:
        return ()
    stamps = _stamp(os.path.join(folder.path, file.name) for file in files)
    return tuple(file for file, stamp in zip(files, stamps, strict=True) if _is_typeface(stamp))


def list_brand_files(path: str) -> tuple[str, ...]:
    """Return the path of a brand's file and of those that it names. Raises ``InvalidInput`` where it is not usable."""
    own = tuple(_stamp([path]))
    return (path, *_find_named(path, own))


def _load_file(path: str) -> BankFile:
    """Return the bank at this path as a file, as ``load_bank_file`` does."""
    alone = tuple(_stamp([path]))
    file = _load_read(path, alone)
    whole = tuple(_stamp(file.list_paths()))
    return file if whole == alone else _load_read(path, whole)


@lru_cache(maxsize=32)
def _load_read(path: str, _: tuple[Stamp, ...]) -> BankFile:
    return load_bank_file(path)


@lru_cache(maxsize=32)
def _load_bank(choice: LanguageChoice, path: str | None, _: tuple[Stamp, ...]) -> SpokenBank:
    return choice.load_bank(path)


@lru_cache(maxsize=64)
def _load_layout(choice: LayoutChoice, _: tuple[Stamp, ...]) -> Layout:
    return choice.load()


@lru_cache(maxsize=16)
def _find_named(path: str, _: tuple[Stamp, ...]) -> tuple[str, ...]:
    brand = LayoutChoice(brand=path).load().brand
    return brand.files if brand else ()


@lru_cache(maxsize=256)
def _is_typeface(stamp: Stamp) -> bool:
    try:
        return bool(load_typefaces(stamp.path))
    except AllianceError:
        return False


@lru_cache(maxsize=4096)
def _find_kind(stamp: Stamp) -> FileKind | None:
    """Return what a file is; None where it cannot be read."""
    try:
        return recognise_kind(read_bounded(stamp.path, limit=_LARGEST), stamp.path)
    except AllianceError:
        return None


def _stamp(paths: Iterable[str]) -> Iterator[Stamp]:
    """Yield files as they are now. Raises ``InvalidInput`` where one is gone."""
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            read_bounded(path)  # tells what is wrong with it
            raise
        yield Stamp(path, status.st_mtime_ns, status.st_size)


def require_usable(data: bytes, path: str) -> FileKind:
    """Return what a file is that is to stand at this path, beside those that it names.

    Raises ``InvalidInput`` with every problem, and where it is no question bank, layout, brand or translation.
    """
    kind = recognise_kind(data, path)
    if kind is FileKind.ANSWERS:
        raise InvalidInput([Problem(path, "this is an answers file", "Drop it where a sheet came back.")])
    check(InputFile(data, path))
    return kind
