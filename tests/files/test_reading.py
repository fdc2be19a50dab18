from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from generator.errors import InvalidInput
from generator.files.reading import has_mark, open_file, read_bounded

if TYPE_CHECKING:
    from pathlib import Path


def refusal(path: str | Path, limit: int = 100) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_bounded(path, limit=limit)
    (problem,) = caught.value.problems
    assert problem.source == ("standard input" if str(path) == "-" else str(path))
    return problem.message


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert read_bounded(tmp_path / "a", limit=100) == b"x" * 100


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 101)
    assert refusal(tmp_path / "a") == "is larger than 100 bytes"


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(InvalidInput, match="is larger than 20 MB"):
        read_bounded(tmp_path / "a")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a") == "there is no such file"
    assert refusal(tmp_path) == "is a folder"
    assert refusal("a\0b") == "cannot be read (not a file's name)"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX's special files")
def test_a_pipe_or_a_device_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "is a pipe or a device, not a file"
    assert refusal("/dev/zero") == "is a pipe or a device, not a file"


@pytest.mark.parametrize(("size", "fits"), [(100, True), (101, False)])
def test_the_standard_input_is_bounded(size: int, fits: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a row of the table
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * size)))
    if fits:
        assert len(read_bounded("-", limit=100)) == size
    else:
        assert refusal("-") == "is larger than 100 bytes"


def test_an_open_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\ntwo\n")
    with open_file(str(tmp_path / "a")) as file:
        assert [file.readline(), file.readline()] == [b"one\n", b"two\n"]


def test_a_mark_may_stand_behind_other_bytes_but_not_far() -> None:
    assert has_mark(b"x" * 1019 + b"%PDF-1.7", b"%PDF-")
    assert not has_mark(b"x" * 1020 + b"%PDF-1.7", b"%PDF-")
