"""Batches of small files made quickly, for tests of the operation; run as a program, it is a batch to be killed."""

from __future__ import annotations

import csv
import hashlib
import sys
import time
from typing import TYPE_CHECKING

from generator.errors import InvalidRequest, RequestProblem
from generator.formats.roster import RosterRow
from generator.workflows.batch.folder import Folder
from generator.workflows.batch.manifest import HEADER, MANIFEST, Outcome
from generator.workflows.batch.run import Job, Run, run
from generator.workflows.rendered_file import RenderedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def content(order: str) -> bytes:
    """Return what is in an order's file."""
    return order.encode() * 2_000


def make(row: RosterRow, _seat: int | None = None) -> RenderedFile:
    """Make a file, or fail for the orders that begin so."""
    (order,) = row.people
    if order.startswith("bad"):
        raise InvalidRequest(RequestProblem("", f"{order} cannot be made"))
    if order.startswith("bug"):
        raise ZeroDivisionError(order)
    if order.startswith("slow"):
        time.sleep(0.001)
    data = content(order)
    remarks = (f"remark on {order}",) if order.startswith("odd") else ()
    return RenderedFile(data, 1, remarks, sha256=hashlib.sha256(data).hexdigest())


def jobs(*orders: str) -> Iterator[Job]:
    """Yield a job for every order."""
    for row, order in enumerate(orders, start=2):
        yield Job(RosterRow(row, row, {}, (order,)), f"{order.lstrip('=@')}.pdf")


def never() -> bool:
    """Do not stop."""
    return False


def ran(
    folder: Path, *orders: str, force: bool = False, workers: int = 1, stopped: Callable[[], bool] = never
) -> list[Outcome]:
    """Run a batch to its end."""
    with Folder(str(folder)) as opened:
        return list(run(jobs(*orders), Run(make, "r.csv", force, workers, stopped), opened))


def listed(folder: Path) -> list[dict[str, str]]:
    """Return the manifest's rows, after checking that each is whole and that each file listed is there as listed."""
    text = (folder / MANIFEST).read_bytes().decode("utf-8-sig")
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    assert text.startswith(",".join(HEADER))
    for row in rows:
        assert None not in row.values()
        if row["status"] == "done":
            assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    return rows


def published(folder: Path) -> list[str]:
    """Return the names of what is in the folder but the manifest and hidden files, sorted."""
    return sorted(path.name for path in folder.iterdir() if path.name != MANIFEST and not path.name.startswith("."))


if __name__ == "__main__":
    target, workers, count = sys.argv[1:]
    many = (f"slow-{number}" for number in range(int(count)))
    with Folder(target) as opened:
        for _ in run(jobs(*many), Run(make, "r.csv", force=False, workers=int(workers), is_stopped=never), opened):
            pass
