"""What is built is what is used: the wheel and the source archive hold everything, and the wheel works by itself."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

from tests.wheels import CHECKOUT, ran

DATA = "generator/data"


def test_the_wheel_holds_the_bank_the_layouts_the_typefaces_and_the_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert f"{DATA}/question_bank.yaml" in names
    assert {f"{DATA}/layouts/{name}.yaml" for name in ("classic", "onepage", "styles/ink-saver")} <= set(names)
    assert any(name.startswith("generator/fonts/") and name.endswith(".ttf") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "generator/py.typed" in names


def test_the_wheel_holds_the_page(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder, least in (("templates", 10), ("static", 2)):
        ours = {str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "generator" / "web" / folder).iterdir()}
        assert len(ours) >= least
        assert ours <= set(names)


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"generator"}


def test_the_wheel_and_the_source_archive_hold_the_manual_pages(wheel: Path, built: Path) -> None:
    pages = {path.name for path in (CHECKOUT / "docs" / "man").iterdir()}
    assert {"alliance.1", "alliance-compose.1"} <= pages
    names = zipfile.ZipFile(wheel).namelist()
    (data,) = {name.partition("/")[0] for name in names if ".data/" in name}
    assert {name for name in names if ".data/" in name} == {f"{data}/data/share/man/man1/{page}" for page in pages}
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        kept = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"docs/man/{page}" for page in pages} <= kept


def test_the_source_archive_holds_the_sources_and_the_tests(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"question_bank.yaml", "layouts/classic.yaml", "LICENSE", "README.md", "tests/conftest.py"} <= names
    assert not any(name.startswith((".tools", ".git/")) for name in names)


def test_the_installed_wheel_composes_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    command = ["compose", "-p", "Ana Lima", "-p", "Ben Okafor", "--layout", "classic"]
    done = ran(installed / "alliance", *command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "worksheet-ana-lima-ben-okafor.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_the_installed_wheel_merges_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(
        "people: [Ana Lima, Ben Okafor]\nanswers: {hopes: {Ana Lima: That it lasts.}}\n", encoding="utf-8"
    )
    done = ran(installed / "alliance", "merge", "answers.yaml", "-o", "alliance.pdf", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "alliance.pdf").exists()


def test_the_installed_wheel_tells_how_to_have_the_page(installed: Path, tmp_path: Path) -> None:
    done = ran(installed / "alliance", "open", "lunches", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "designed-alliance[page]"' in done.stderr
    assert not (tmp_path / "lunches").exists()


def test_the_installed_package_is_the_one_that_was_built(installed: Path, tmp_path: Path) -> None:
    done = ran(installed / "python", "-c", "import generator; print(generator.__file__)", cwd=tmp_path)
    assert Path(done.stdout).is_relative_to(installed.parent)
