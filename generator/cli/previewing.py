"""``--preview``: a picture of each page beside what a command makes."""

from __future__ import annotations

import os

from generator.cli.reporting import echo_err
from generator.errors import OutputExists, OutputUnwritable, escape
from generator.files.publishing import publish


def picture_targets(folder: str | None, document: str, pages: int) -> list[str]:
    """Return where the pictures of a document's pages go, ``FOLDER/worksheet-1.png`` and so on; none without folder."""
    if folder is None:
        return []
    stem = os.path.splitext(os.path.basename(document))[0] if document != "-" else "page"
    digits = len(str(pages))
    return [os.path.join(folder, f"{stem}-{number:0{digits}}.png") for number in range(1, pages + 1)]


def require_pictures() -> None:
    """Raise UsageProblem where what draws pictures is not installed."""
    from generator.workflows.preview import require_pictures as require  # noqa: PLC0415 - start-up is felt

    require()


def require_free(targets: list[str], *, force: bool) -> None:
    """Raise OutputExists where one is there already and not to be replaced; nothing is written then."""
    for target in targets:
        if not force and os.path.lexists(target):
            raise OutputExists(target)


def publish_pictures(data: bytes, targets: list[str], *, force: bool, inputs: list[str]) -> None:
    """Draw the PDF's pages into the files, their folder made where it is missing; say how many there are."""
    if not targets:
        return
    from generator.workflows.preview import page_pictures  # noqa: PLC0415 - imports an extra

    folder = os.path.dirname(targets[0]) or os.curdir
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(folder, error.strerror or str(error)) from error
    for picture, target in zip(page_pictures(data), targets, strict=True):
        publish(picture, target, replace=force, inputs=[name for name in inputs if name != "-"])
    echo_err(f"Wrote {len(targets)} picture{'s' if len(targets) > 1 else ''} to {escape(folder)}.")
