"""The README tells nothing that is not so: its commands run here, its files are checked, its links lead somewhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.cli.answers import FORMATS
from generator.cli.commands import alliance
from generator.errors import ExitCode
from generator.workflows.merge import FileFormat

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = [
    (block.splitlines()[0].removeprefix("$ "), "\n".join(block.splitlines()[1:]))
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
]
ALLIANCE_COMMANDS = [(command, said) for command, said in CONSOLE if command.startswith("alliance ")]


def words(command: str) -> list[str]:
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', command)]


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


@pytest.mark.usefixtures("copy")
def test_the_first_command_composes_a_worksheet(capsys: pytest.CaptureFixture[str]) -> None:
    command = re.search(r"pip install \. && alliance (.*)", README)
    assert command
    alliance.main(words(command[1]), standalone_mode=False)
    assert Path("worksheet.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "Wrote worksheet.pdf" in capsys.readouterr().err


@pytest.mark.usefixtures("copy")
@pytest.mark.parametrize(("command", "said"), ALLIANCE_COMMANDS, ids=[command for command, _ in ALLIANCE_COMMANDS])
def test_a_command_says_what_the_readme_says(command: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    alliance.main(words(command)[1:], standalone_mode=False)
    captured = capsys.readouterr()
    assert (captured.out + captured.err).strip() == said.strip()


def test_there_are_console_examples() -> None:
    assert len(ALLIANCE_COMMANDS) >= 3


def test_the_yaml_examples_are_valid_and_belong_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    bank, answers, layout, brand = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert all(line in (ROOT / "samples" / "brand.yaml").read_text("utf-8") for line in brand.splitlines()[:3])
    Path("bank.yaml").write_text(bank, "utf-8")
    Path("answers.yaml").write_text(answers, "utf-8")
    Path("ours.yaml").write_text(layout, "utf-8")
    alliance.main(["check", "bank.yaml", "answers.yaml", "ours.yaml", "--bank", "bank.yaml"], standalone_mode=False)
    alliance.main(["merge", "answers.yaml", "--bank", "bank.yaml", "-o", "a.pdf"], standalone_mode=False)
    said = capsys.readouterr().out
    assert "bank.yaml: question bank, 2 questions in 1 section, 1 closing question\n" in said
    assert "answers.yaml: answers, 3 answers of 2 people\n" in said
    assert "ours.yaml: layout, a4 by default\n" in said


def test_the_table_holds_what_the_answers_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (table,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    Path("answers.csv").write_text(table, "utf-8")
    alliance.main(["answers", "answers.csv", "--format", "csv"], standalone_mode=False)
    assert capsys.readouterr().out == table


def test_every_format_is_in_the_table_of_formats() -> None:
    told = " ".join(re.findall(r"^\|.*\|$", README, re.MULTILINE)).upper()
    assert [kind.name for kind in FileFormat if kind.name not in told] == []
    assert [form for form in FORMATS if f"`{form.upper()}`" not in told] == []


def test_the_roster_shown_is_the_sample() -> None:
    assert f"```text\n{(ROOT / 'samples' / 'roster.csv').read_text('utf-8')}```" in README


def test_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_exit_code_is_told() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told >= {code.value for code in ExitCode}
