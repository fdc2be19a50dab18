"""What came back of a roster's worksheets, in steps: merged into alliances, and who is missing.

Returns of a roster ``spring.csv`` are in the folder ``spring-returns``; alliances stand beside the roster.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from generator.files.reading import read_file
from generator.web.batches import format_count, list_folders
from generator.web.progress import Step
from generator.web.site import ShownProblem, name_remarks
from generator.words.messages import ENGLISH
from generator.workflows.batch.manifest import MANIFEST, read_identities
from generator.workflows.collect import CollectRequest, Status, collect_in_steps

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from generator.web.folder import WorkFolder
    from generator.web.rosters import OpenRoster
    from generator.workflows.collect import Collected, Gathered


class OpenSheet(NamedTuple):
    """A worksheet that came back and is not finished."""

    names: str
    problems: tuple[ShownProblem, ...]
    files: tuple[str, ...]
    """Ids of its returns where these disagree, in the folder of what came back; else none."""


class ShownCollected(NamedTuple):
    """What became of everything that came back."""

    sentence: str
    missing: tuple[str, ...]
    """The names of those of whom nothing came back."""
    finished: tuple[tuple[str, str], ...]
    """The id and the names of each finished alliance."""
    unfinished: tuple[OpenSheet, ...]
    unread: tuple[str, ...]
    """Why files were not taken; whole sentences."""
    remarks: tuple[str, ...]


def collect_returns(opened: OpenRoster) -> Generator[Step, None, ShownCollected]:
    """Merge what came back into alliances in the folder, and tell who is missing of those whose worksheets were made.

    Raises ``OutputUnwritable``, and ``InvalidInput`` where a manifest cannot be read.
    """
    manifests = _read_manifests(opened)
    listed = {identity: people for manifest in manifests for identity, people in manifest.items()}
    returns = enter_returns(opened)
    sent = listed if manifests else None
    request = CollectRequest((returns.path,), opened.folder.path, sent, waits=False, by_name=True)
    steps = collect_in_steps(request)
    what = "files"
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return _show_collected(opened, returns, manifests, end.value)
        yield Step(step.done, step.total, what)
        what = "worksheets" if step.done == step.total else what


def enter_returns(opened: OpenRoster) -> WorkFolder:
    """Return the folder of what came back, made if need be. Raises ``OutputUnwritable``."""
    return opened.folder.enter(_name_folder(opened))


def _name_folder(opened: OpenRoster) -> str:
    return f"{opened.stem}-returns"


def count_returns(opened: OpenRoster) -> int:
    """Return how many files came back so far. Raises ``OutputUnwritable``."""
    name = _name_folder(opened)
    is_there = os.path.lexists(os.path.join(opened.folder.path, name))
    return len(opened.folder.enter(name).list_files()) if is_there else 0


def _read_manifests(opened: OpenRoster) -> list[Mapping[str, str]]:
    """Return whose worksheets were made of the roster, of each of its folders, the first folder first."""
    found: list[Mapping[str, str]] = []
    for path in list_folders(opened):
        if not os.path.isdir(path) or os.path.islink(path):
            break
        if os.path.isfile(manifest := os.path.join(path, MANIFEST)):
            found.append(read_identities(read_file(manifest)))
    return found


def _show_collected(
    opened: OpenRoster, returns: WorkFolder, manifests: Iterable[Mapping[str, str]], collected: Collected
) -> ShownCollected:
    worksheets = collected.worksheets
    answered = {sheet.identity for sheet in worksheets if sheet.status is not Status.BLANK}
    # of several folders of worksheets, the one was sent out of which most came back, or else the last
    sent = max(manifests, key=lambda manifest: len(answered & manifest.keys()), default=None)
    missing = [(identity, people) for identity, people in collected.missing if sent and identity in sent]
    if sent is None:
        sentence = f"{format_count(len(answered), 'worksheet')} {_has(len(answered))} come back."
    else:
        came = len(sent) - len(missing)
        sentence = f"{came:,} of {format_count(len(sent), 'worksheet')} {_has(came)} come back."
    alliances = {file.name: file.id for file in opened.folder.list_files(".pdf")}
    ids = {file.name: file.id for file in returns.list_files()}
    return ShownCollected(
        sentence,
        tuple(ENGLISH.list_names(people.split("; ")) for _, people in missing),
        tuple((alliances[sheet.file], sheet.people) for sheet in worksheets if sheet.file in alliances),
        tuple(_show_open(sheet, ids) for sheet in worksheets if not sheet.status.is_finished),
        tuple(map(returns.shorten, (left.reason for left in collected.rest))),
        tuple(remark for sheet in worksheets for remark in name_remarks(sheet.remarks)),
    )


def _show_open(sheet: Gathered, ids: Mapping[str, str]) -> OpenSheet:
    lines = list(map(str, sheet.conflicts)) or sheet.problem.splitlines()
    problems = tuple(ShownProblem(line) for line in name_remarks(tuple(lines)))
    files = tuple(ids[source] for source in sheet.sources if source in ids) if sheet.conflicts else ()
    return OpenSheet(sheet.people, problems, files)


def _has(number: int) -> str:
    return "has" if number == 1 else "have"
