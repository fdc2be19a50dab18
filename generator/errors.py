"""What can go wrong, in words for the person at the terminal, and the exit code of each failure."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple, TypeVar

SHOWN_LIMIT = 80
_Result = TypeVar("_Result")
_LAST_BYTE = 0xFF
_LAST_OF_PLANE = 0xFFFF


class ExitCode(IntEnum):
    """The process's exit codes; scripts rely on them."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    INVALID_INPUT = 3
    CONFLICT = 4
    OUTPUT = 5
    BATCH_INCOMPLETE = 6


def escape(foreign: object) -> str:
    """Return foreign text made safe for a terminal: escaped, on one line, cut at 80 characters."""
    text = str(foreign)
    cut = text if len(text) <= SHOWN_LIMIT else text[: SHOWN_LIMIT - 1] + "…"
    return "".join(character if character.isprintable() else _escape(character) for character in cut)


def _escape(character: str) -> str:
    code = ord(character)
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_PLANE else f"\\U{code:08x}"


def did_you_mean(word: str, candidates: Iterable[str], likeness: float = 0.6) -> str:
    """Return ``Did you mean '...'?`` for the candidate most like ``word``, or nothing.

    ``likeness`` is the least that counts, as ``difflib`` has it: 1 is the same word.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only failures pay for it

    found = get_close_matches(word[:SHOWN_LIMIT], list(candidates), n=1, cutoff=likeness)
    return f"Did you mean '{escape(found[0])}'?" if found else ""


def suggest_digits(text: str) -> str:
    """Return ``Write it as 3.`` for a number in words, up to twelve; empty for any other text."""
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    word = text.strip().lower()
    return f"Write it as {words.index(word) + 1}." if word in words else ""


class Problem(NamedTuple):
    """One thing wrong in one input."""

    source: str
    """The input's name as the user gave it."""
    message: str
    """What is wrong, a sentence without a full stop; foreign parts already ``escape``d."""
    hint: str = ""
    """What to do, a whole sentence."""
    line: int | None = None
    """Counted from 1."""
    column: int | None = None
    """Counted from 1."""

    def __str__(self) -> str:
        place = "".join(f":{number}" for number in (self.line, self.column) if number is not None)
        hint = f" {self.hint}" if self.hint else ""
        return f"{escape(self.source)}{place}: {self.message}.{hint}"


class AllianceError(Exception):
    """A failure that the user can do something about."""

    exit_code = ExitCode.UNEXPECTED


class InvalidInput(AllianceError):
    """Inputs that cannot be used, with every problem found in them."""

    exit_code = ExitCode.INVALID_INPUT

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RequestProblem(NamedTuple):
    """One thing wrong in what was asked for."""

    field: str
    """The field of the request that it is about, such as ``meeting``; empty where it is about none by itself."""
    message: str
    """A sentence without a full stop, foreign parts escaped; fields stand in backticks: see ``name_fields``."""
    hint: str = ""
    """What to do, a whole sentence, written alike."""
    item: int = 0
    """Which one, from 0, of a field with several."""

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}".strip()


class InvalidRequest(AllianceError):
    """A request that makes no sense, with every problem found in it."""

    exit_code = ExitCode.USAGE

    def __init__(self, *problems: RequestProblem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def collect_problems(
    problems: list[RequestProblem], work: Callable[..., _Result], *arguments: object
) -> _Result | None:
    """Return what ``work`` returns; where it raises ``InvalidRequest``, None, and its problems added to the others."""
    try:
        return work(*arguments)
    except InvalidRequest as invalid:
        problems += invalid.problems
        return None


class MissingExtra(AllianceError):
    """An optional package is not installed."""

    exit_code = ExitCode.USAGE

    def __init__(self, purpose: str, package: str, extra: str) -> None:
        """Take the field of the request that needs it, the package, and the extra that brings it."""
        self.package = package
        self.extra = extra
        super().__init__(f"`{purpose}` needs {package}, which is not installed. {install_hint(extra)}")


def install_hint(extra: str) -> str:
    """Return how to install an extra of this package, a sentence without a full stop, so that it can be pasted."""
    return f"Install the extra '{extra}': pip install \"designed-alliance[{extra}]\""


def require_extra(purpose: str, extra: str, *modules: str) -> None:
    """Raise ``MissingExtra`` where one of the modules, which the extra brings, cannot be imported."""
    from importlib import import_module  # noqa: PLC0415 - few commands need an extra

    for module in modules:
        try:
            import_module(module)
        except ImportError as missing:
            raise MissingExtra(purpose, missing.name or module, extra) from None


def name_fields(text: str, names: Mapping[str, str]) -> str:
    """Return a message in which every field of a request, such as `bank`, is called as ``names`` calls it.

    Whoever talks to people knows the names: the command line options, a roster columns.
    """
    return re.sub("`([a-z_]+)`", lambda found: names.get(found[1], found[0]), text)


class OutputExists(AllianceError):
    """The file to be written is there already."""

    exit_code = ExitCode.OUTPUT

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"{escape(path)}: exists already. Give another name with `output`, or `force` to replace it.")


class MoreReturns(OutputExists):
    """The file to be written is there already, an alliance of other returns of the same worksheet."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        told = "is the alliance of this worksheet from what came back before"
        hint = "Merge all returns at once, the earlier ones too, under another name with `output`."
        self.args = (f"{escape(path)}: {told}. Both belong together. {hint}",)


class OutputUnwritable(AllianceError):
    """The operating system refused the output file."""

    exit_code = ExitCode.OUTPUT

    def __init__(self, path: str, reason: str, number: int | None = None) -> None:
        """Take the path, why, and the system's number of the failure (``errno``) where there is one."""
        self.path = path
        self.reason = reason
        self.number = number
        super().__init__(f"{escape(path)}: cannot be written ({escape(reason)}). Choose another place with `output`.")


class OutputInUse(OutputUnwritable):
    """The file to be replaced is held by another program, as Windows does with what is open."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "another program seems to have it open; close it there")


class TextLost(AllianceError):
    """Typed text that the finished pages do not show: a fault of ours, caught before anything is written."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.pieces = tuple(pieces)
        listed = "; ".join(f"'{escape(piece)}'" for piece in self.pieces)
        super().__init__(
            f"The finished pages would lose text, so nothing was written: {listed}. "
            "It is a fault of the program: keep your files."
        )


class AssetError(ValueError):
    """A picture or a typeface that cannot be used; the reader of the file that names it adds the place."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        """What is wrong, to stand after the file's name; foreign parts already escaped."""
        self.hint = hint
        """What to do, a whole sentence."""
        super().__init__(f"{message}. {hint}")


def missing_extra(package: str, purpose: str) -> AssetError:
    """Return the failure where a package that pictures and typefaces need is not installed."""
    return AssetError(f"needs {package} {purpose}, which is not installed", install_hint("brand"))


class WorkerLost(AllianceError):
    """A worker process ended before its work did."""

    def __init__(self) -> None:
        super().__init__("A worker process was ended from outside. Run the batch again, or with `workers` 1.")
