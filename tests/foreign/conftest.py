"""The documents, made once for all tests of this folder."""

from __future__ import annotations

import fcntl
import os
import pickle

import pytest

from tests.foreign.documents import Documents, make_all


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    """Make them, or take those that another worker of pytest-xdist has made: it takes ten seconds."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make_all(tmp_path_factory.mktemp("documents"))
    folder = tmp_path_factory.getbasetemp().parent / "documents"
    folder.mkdir(exist_ok=True)
    told = folder / "documents.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_bytes(pickle.dumps(make_all(folder)))
        made: Documents = pickle.loads(told.read_bytes())  # noqa: S301 - our own
    return made
