"""The documents, made once for all tests of this folder."""

from __future__ import annotations

import pytest

from tests.foreign.documents import Documents, make_all


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    return make_all(tmp_path_factory.mktemp("documents"))
