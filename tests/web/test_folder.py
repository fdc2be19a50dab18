"""The folder: asked by ids, nothing overwritten, and every failure told."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.responses import Response

from generator.errors import InvalidInput, OutputUnwritable
from generator.web.folder import FolderUnusable, WorkFolder
from tests.web.asking import Page

if TYPE_CHECKING:
    from starlette.requests import Request


@pytest.fixture
def folder(tmp_path: Path) -> WorkFolder:
    return WorkFolder(str(tmp_path / "Alliances"))


def names(folder: WorkFolder) -> list[str]:
    return sorted(path.name for path in Path(folder.path).iterdir())


def test_it_is_made_where_it_is_missing(tmp_path: Path) -> None:
    WorkFolder(str(tmp_path / "coaching" / "lunches"))
    assert (tmp_path / "coaching" / "lunches").is_dir()


def test_it_lists_files_and_nothing_hidden_linked_or_below(folder: WorkFolder, tmp_path: Path) -> None:
    added = folder.add("worksheet.pdf", b"one")
    folder.add("notes.txt", b"two")
    inside = tmp_path / "Alliances"
    (inside / ".hidden.pdf").write_bytes(b"")
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    (inside / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    (inside / "below.pdf").mkdir()
    (inside / "PHOTO.PDF").write_bytes(b"")
    assert [file.name for file in folder.list_files(".txt")] == ["notes.txt"]
    assert {file.name for file in folder.list_files(".pdf")} == {"worksheet.pdf", "PHOTO.PDF"}
    assert folder.find(added.id) == added
    assert folder.read(added) == (b"one", "worksheet.pdf")
    assert (added.size, folder.find("0" * 24)) == (3, None)


def test_the_newest_comes_first(folder: WorkFolder) -> None:
    for number, name in enumerate(("b.pdf", "a.pdf", "c.pdf")):
        folder.add(name, b"")
        os.utime(Path(folder.path) / name, (number // 2, number // 2))
    assert [file.name for file in folder.list_files()] == ["c.pdf", "a.pdf", "b.pdf"]


def test_no_path_is_an_id(folder: WorkFolder, tmp_path: Path) -> None:
    (tmp_path / "outside.pdf").write_bytes(b"")
    for asked in ("../outside.pdf", "..", ".", "", "/etc/passwd", "outside.pdf"):
        assert folder.find(asked) is None


def test_nothing_is_overwritten(folder: WorkFolder) -> None:
    found = [folder.add("alliance.pdf", data).name for data in (b"one", b"two", b"one", b"two", b"three")]
    assert found == ["alliance.pdf", "alliance-2.pdf", "alliance.pdf", "alliance-2.pdf", "alliance-3.pdf"]
    assert names(folder) == ["alliance-2.pdf", "alliance-3.pdf", "alliance.pdf"]


def test_a_name_that_something_else_has_is_taken(folder: WorkFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.pdf").write_bytes(b"one")
    inside = tmp_path / "Alliances"
    (inside / "a.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    (inside / "a-2.pdf").symlink_to(tmp_path / "missing.pdf")
    (inside / "a-3.pdf").write_bytes(bytes(20_000_001))
    assert folder.add("a.pdf", b"one").name == "a-4.pdf"
    assert not (tmp_path / "missing.pdf").exists()


def test_a_file_that_is_written_again_and_again_replaces_itself(folder: WorkFolder) -> None:
    first = folder.replace("answers.xfdf", b"one")
    second = folder.replace("answers.xfdf", b"more")
    assert (first.id, first.size) == (second.id, 3)
    assert folder.read(second).data == b"more"
    assert names(folder) == ["answers.xfdf"]


@pytest.mark.parametrize("name", ["../a.pdf", "/a.pdf", "b/a.pdf", "..", ".", ".a.pdf", "", "b\\a.pdf", "..\\a.pdf"])
def test_no_name_leads_elsewhere(folder: WorkFolder, tmp_path: Path, name: str) -> None:
    for write in (folder.add, folder.replace):
        with pytest.raises(ValueError, match=r".*"):
            write(name, b"")
    assert names(folder) == []
    assert [path.name for path in tmp_path.iterdir()] == ["Alliances"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(FolderUnusable, match=r"cannot be used \(.*\)\. Work in another folder\."):
            WorkFolder(str(path))


def test_a_folder_that_is_gone_is_told_and_not_made_again(folder: WorkFolder) -> None:
    added = folder.add("a.pdf", b"")
    shutil.rmtree(folder.path)
    told = r"No such file or directory\)\. Put it back"
    for work in (folder.list_files, lambda: folder.find(added.id), lambda: folder.add("a.pdf", b"")):
        with pytest.raises(FolderUnusable, match=told):
            work()
    with pytest.raises(InvalidInput):
        folder.read(added)
    assert not Path(folder.path).exists()


def test_a_full_disk_is_told_with_what_was_not_saved(folder: WorkFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder.replace("answers.xfdf", b"before")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fill)
        for write, name in ((folder.replace, "answers.xfdf"), (folder.add, "answers-2.xfdf")):
            with pytest.raises(OutputUnwritable) as full:
                write("answers.xfdf", b"after")
            assert str(full.value).startswith(f"{name} was not saved in the folder ")
            assert str(full.value).endswith(" (No space left on device). Make room on the disk.")
    assert names(folder) == ["answers.xfdf"]
    assert folder.read(folder.list_files()[0]).data == b"before"


def test_the_page_tells_that_the_folder_is_gone(tmp_path: Path) -> None:
    page = Page(tmp_path / "Alliances")
    shutil.rmtree(tmp_path / "Alliances")

    async def list_all(_: Request) -> Response:
        return Response(str(page.folder.list_files()))

    page.application.add_route("/list", list_all)
    answer = page.get("/list")
    assert answer.status == 507
    assert "Put it back, or work in another folder." in answer.text


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="becomes another user")
def test_a_folder_that_may_not_be_written_to_is_told(folder: WorkFolder, tmp_path: Path) -> None:
    assert folder.is_writable()
    for place in (tmp_path, *tmp_path.parents[:-1]):
        place.chmod(place.stat().st_mode | 0o055)
    Path(folder.path).chmod(0o555)
    os.seteuid(65_534)
    try:
        with pytest.raises(FolderUnusable, match=r"a\.pdf was not saved .* \(Permission denied\)\. Allow yourself"):
            folder.add("a.pdf", b"")
    finally:
        os.seteuid(0)
