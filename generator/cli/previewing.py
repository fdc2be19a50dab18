"""``--preview``: a picture of each page beside what a command makes."""

from __future__ import annotations

import os
from pathlib import Path

from generator.cli.reporting import say
from generator.errors import OutputExists, OutputUnwritable, shown
from generator.output import publish


def picture_targets(folder: str | None, document: str, pages: int) -> list[Path]:
    """Return where the pictures of a document's pages go, ``FOLDER/worksheet-1.png`` and so on; none without folder."""
    if folder is None:
        return []
    stem = Path(document).stem if document != "-" else "page"
    digits = len(str(pages))
    return [Path(folder, f"{stem}-{number:0{digits}}.png") for number in range(1, pages + 1)]


def require_pictures() -> None:
    """Raise UsageProblem where what draws pictures is not installed."""
    from generator.preview import require_pictures as require  # noqa: PLC0415 - start-up is felt

    require()


def require_free(targets: list[Path], *, force: bool) -> None:
    """Raise OutputExists where one is there already and not to be replaced; nothing is written then."""
    for target in targets:
        if not force and os.path.lexists(target):
            raise OutputExists(os.fspath(target))


def publish_pictures(data: bytes, targets: list[Path], *, force: bool, inputs: list[str]) -> None:
    """Draw the PDF's pages into the files, their folder made where it is missing; say how many there are."""
    if not targets:
        return
    from generator.preview import page_pictures  # noqa: PLC0415 - imports an extra

    folder = targets[0].parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(os.fspath(folder), error.strerror or str(error)) from error
    for picture, target in zip(page_pictures(data), targets, strict=True):
        publish(picture, target, replace=force, inputs=[Path(name) for name in inputs if name != "-"])
    say(f"Wrote {len(targets)} picture{'s' if len(targets) > 1 else ''} to {shown(folder)}.")
