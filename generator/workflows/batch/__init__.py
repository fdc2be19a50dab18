"""Many worksheets into one folder, as an operation that can be stopped at any moment and run again.

1. Every row's file name is known before anything is written (``naming``).
2. A file gets its name when it is whole; one that is there already with the same bytes is left alone (``folder``), and
   that is all that running again needs: nothing is remembered, nothing can be remembered wrongly.
3. A row that fails is an outcome like any other. What concerns the folder itself ends the batch.
4. Large batches are made by several processes (``workers``); order, names and bytes do not depend on how many.
5. The manifest lists what is done, in the roster's order; it is replaced as a whole, so it is true at every moment.
"""

from generator.workflows.batch.folder import Folder, FolderFailed
from generator.workflows.batch.jobs import BatchIncomplete, BatchStopped, Job, Outcome, Status
from generator.workflows.batch.names import Names
from generator.workflows.batch.running import Run, run
from generator.workflows.batch.workers import WorkerLost

__all__ = [
    "BatchIncomplete",
    "BatchStopped",
    "Folder",
    "FolderFailed",
    "Job",
    "Names",
    "Outcome",
    "Run",
    "Status",
    "WorkerLost",
    "run",
]
