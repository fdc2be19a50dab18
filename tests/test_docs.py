"""The README and the pages in ``docs`` tell nothing that is not so: commands run, files are checked, links lead."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import NamedTuple

import click
import pypdf
import pytest

from generator.cli.commands import alliance
from generator.errors import ExitCode
from generator.files.shipped import layout_names
from generator.formats.table import FORMATS, OUTPUT_FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]
FILES = (ROOT / "docs" / "files.md").read_text("utf-8")
LONGEST_README = 150
LARGEST_PICTURE = 100_000


class Example(NamedTuple):
    """A command as a page shows it, and what it is said to print."""

    page: str
    command: str
    said: str


def examples(language: str) -> list[tuple[str, str]]:
    """Return the fenced blocks of this language in all pages: the page's name, the text."""
    return [
        (page.name, block)
        for page in PAGES
        for block in re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    ]


TOLD_IN_ORDER = "stories.md"
"""Its commands build upon each other: ``tests/stories`` runs them."""
CONSOLE = [
    Example(page, block.splitlines()[0].removeprefix("$ "), "\n".join(block.splitlines()[1:]))
    for page, block in examples("console")
    if page != TOLD_IN_ORDER
]
COMMANDS = list(dict.fromkeys(example for example in CONSOLE if example.command.startswith("alliance ")))
INLINE = sorted({code for page in PAGES for code in re.findall(r"`(alliance [a-z][^`\n]*)`", page.read_text("utf-8"))})


def words(command: str) -> list[str]:
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', command)]


def alliance_help(name: str) -> str:
    command = alliance.get_command(click.Context(alliance), name)
    assert command
    return command.help or ""


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("samples", "layouts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "question_bank.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_code_block_is_two_commands() -> None:
    found = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
    assert found
    first, second = found[1].splitlines()
    assert first.startswith("pip install . && alliance compose ")
    assert second == "pip install '.[test]' && python -m pytest"


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= LONGEST_README


@pytest.mark.usefixtures("copy")
def test_the_first_command_composes_a_worksheet(capsys: pytest.CaptureFixture[str]) -> None:
    command = re.search(r"pip install \. && alliance (.*)", README)
    assert command
    alliance.main(words(command[1]), standalone_mode=False)
    assert Path("worksheet.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "Wrote worksheet.pdf" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("copy")
@pytest.mark.parametrize("example", COMMANDS, ids=[f"{example.page}: {example.command}" for example in COMMANDS])
def test_a_command_says_what_the_page_says(example: Example, capsys: pytest.CaptureFixture[str]) -> None:
    alliance.main(words(example.command)[1:], standalone_mode=False)
    captured = capsys.readouterr()
    assert (captured.out + captured.err).strip() == example.said.strip()


def test_there_are_console_examples() -> None:
    assert len(COMMANDS) >= 10
    assert len(INLINE) >= 10


@pytest.mark.parametrize("code", INLINE)
def test_a_command_in_running_text_exists_with_its_options(code: str) -> None:
    root = click.Context(alliance, **alliance.context_settings)
    name, *rest = words(code)[1:]
    command = alliance.get_command(root, name) if name != "COMMAND" else alliance
    assert command is not None
    known = {option for parameter in command.get_params(root) for option in parameter.opts} | {"-h"}
    assert {word for word in rest if word.startswith("-") and word != "-"} <= known


def test_the_reference_is_what_click_says() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_commands.py"))["reference"]()
    assert made == (ROOT / "docs" / "commands.md").read_text("utf-8"), "run python docs/make_commands.py"


def test_the_manual_pages_are_what_click_says() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_man_pages.py"))["make_pages"]()
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "man").iterdir()}
    assert made == kept, "run python docs/make_commands.py"


@pytest.mark.slow
@pytest.mark.parametrize("command", ["mandoc -T lint -W warning", "groff -man -T utf8 -ww -z"])
def test_the_manual_pages_are_well_formed(command: str) -> None:
    program, *options = command.split()
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    pages = sorted((ROOT / "docs" / "man").iterdir())
    done = subprocess.run([program, *options, *pages], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert not [line for line in done.stdout.splitlines() if "STYLE" not in line]


@pytest.mark.slow
def test_what_a_manual_page_shows_can_be_pasted() -> None:
    if not shutil.which("mandoc"):
        pytest.skip("mandoc is not installed")
    page = str(ROOT / "docs" / "man" / "alliance-compose.1")
    shown = subprocess.run(["mandoc", "-T", "utf8", page], capture_output=True, text=True, timeout=60, check=True)  # noqa: S607
    plain = re.sub(".\b", "", shown.stdout)
    for example in re.findall(r"^ +(alliance .*)$", alliance_help("compose"), re.MULTILINE):
        assert example in plain


@pytest.mark.usefixtures("copy")
@pytest.mark.parametrize(("page", "code"), examples("python"), ids=[page for page, _ in examples("python")])
def test_a_python_example_runs(page: str, code: str) -> None:
    exec(compile(code, page, "exec"), {})  # noqa: S102 - our own pages


def test_the_yaml_examples_are_valid_and_belong_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    bank, extending, answers, brand = re.findall(r"```yaml\n(.*?)```", FILES, re.DOTALL)
    (layout,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "layouts.md").read_text("utf-8"), re.DOTALL)
    assert f"```yaml\n{bank}```" in README
    assert all(line in (ROOT / "samples" / "brand.yaml").read_text("utf-8") for line in brand.splitlines()[:3])
    Path("bank.yaml").write_text(bank, "utf-8")
    Path("extending.yaml").write_text(extending, "utf-8")
    Path("answers.yaml").write_text(answers, "utf-8")
    Path("ours.yaml").write_text(layout, "utf-8")
    files = ["bank.yaml", "extending.yaml", "answers.yaml", "ours.yaml"]
    alliance.main(["check", *files, "--bank", "bank.yaml"], standalone_mode=False)
    alliance.main(["merge", "answers.yaml", "--bank", "bank.yaml", "-o", "a.pdf"], standalone_mode=False)
    said = capsys.readouterr().out
    assert "bank.yaml: question bank, 2 questions in 1 section, 1 closing question\n" in said
    told = "extending.yaml: question bank, 15 questions in 5 sections, 2 closing questions, extending built-in\n"
    assert told in said
    assert "answers.yaml: answers, 3 answers of 2 people\n" in said
    assert "ours.yaml: layout, a4 by default\n" in said


def test_the_table_holds_what_the_answers_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (table,) = re.findall(r"```csv\n(.*?)```", FILES, re.DOTALL)
    Path("answers.csv").write_text(table, "utf-8")
    alliance.main(["answers", "answers.csv", "--format", "csv"], standalone_mode=False)
    assert capsys.readouterr().out == table


@pytest.mark.usefixtures("copy")
def test_files_ask_for_the_edge_that_the_page_on_printing_tells() -> None:
    table = (ROOT / "docs" / "printing.md").read_text("utf-8").split("| the file asks for |")[1].split("\n\n")[0]
    told: dict[str, str] = {}
    for names, asked, *_ in (row.strip("| ").split(" | ") for row in table.splitlines()[2:]):
        told |= dict.fromkeys(re.findall(r"`([a-z][a-z-]*)`", names), asked)
    made = {}
    for name in layout_names():
        alliance.main(["compose", "--layout", name, "--print-only", "-o", f"{name}.pdf"], standalone_mode=False)
        wanted = pypdf.PdfReader(f"{name}.pdf").root_object.get("/ViewerPreferences", {})
        edge = {"/DuplexFlipLongEdge": "long edge", "/DuplexFlipShortEdge": "short edge"}.get(wanted.get("/Duplex"))
        scale = "100 %" if wanted.get("/PrintScaling") == "/None" else ""
        made[name] = ", ".join(filter(None, [edge, scale])) or "nothing"
    assert told == made


def test_every_format_is_in_the_table_of_formats() -> None:
    told = " ".join(re.findall(r"^\|.*\|$", FILES, re.MULTILINE)).upper()
    assert [form.name for form in FORMATS if form.name not in told] == []
    assert [form for form in OUTPUT_FORMATS if f"`{form.upper()}`" not in told] == []


def test_the_roster_shown_is_the_sample() -> None:
    assert f"```text\n{(ROOT / 'samples' / 'roster.csv').read_text('utf-8')}```" in FILES


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_file_of_ours_that_is_named_exists(page: Path) -> None:
    named = re.findall(r"`((?:generator|tests|docs|benchmarks|layouts|samples)/[\w./-]*)`", page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_picture_of_the_page_is_small_and_shown() -> None:
    page = (ROOT / "docs" / "page.md").read_text("utf-8")
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir()}
    assert set(re.findall(r"!\[[^]]+\]\(pictures/([^)]+)\)", page)) == set(pictures)
    assert max(pictures.values()) <= LARGEST_PICTURE


@pytest.mark.slow
def test_the_pictures_of_the_page_are_made_by_their_script(tmp_path: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="needs playwright")
    browser = pytest.importorskip("tests.web.browser", reason="needs pillow")
    if not browser.find_chromium():
        pytest.skip("chromium is not installed")
    runpy.run_path(str(ROOT / "docs" / "make_screenshots.py"))["make_pictures"](tmp_path)
    made, kept = (sorted(path.name for path in folder.iterdir()) for folder in (tmp_path, ROOT / "docs" / "pictures"))
    assert made == kept


def test_the_page_is_installed_as_it_is_said() -> None:
    page = (ROOT / "docs" / "page.md").read_text("utf-8")
    for language in ("sh", "powershell"):
        (block,) = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
        environment, installed, started = block.splitlines()
        assert environment.endswith('-m venv "$HOME/designed-alliance"')
        assert installed.endswith('/python" -m pip install ".[page]"')
        assert started.endswith('/alliance" open --shortcut')
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert "page" in extras


def test_every_exit_code_is_told() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told >= {code.value for code in ExitCode}
