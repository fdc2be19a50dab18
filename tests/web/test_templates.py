"""Templates: each says what it takes, and none needs a hole in the content security policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, nodes

import generator

FOLDER = Path(generator.__file__).parent / "web" / "templates"
NAMES = sorted(path.name for path in FOLDER.iterdir())
PAGES = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def names_of_its_own(template: nodes.Template) -> set[str]:
    """Return what a template defines or imports, which Jinja takes for undeclared inside blocks."""
    macros = {macro.name for macro in template.find_all(nodes.Macro)}
    imported = {name for node in template.find_all(nodes.FromImport) for name in node.names if isinstance(name, str)}
    assigned = {each.name for node in template.find_all(nodes.Assign) for each in node.find_all(nodes.Name)}
    return macros | imported | assigned


def words_of_opening_comment(name: str) -> set[str]:
    """Return the words after ``takes:`` of a template, and of those that the comment or the template leans on."""
    comment = re.match(r"\{#(.*?)#\}", read(name), re.DOTALL)
    assert comment, f"{name} does not begin with a comment"
    _, found, takes = comment.group(1).partition("takes:")
    assert found, f"the comment of {name} does not say what it takes"
    words = set(re.findall(r"\w+", takes))
    for other in re.findall(r"[\w.]+\.html", takes):
        words |= words_of_opening_comment(other)
    return words


@pytest.mark.parametrize("name", NAMES)
def test_template_says_each_variable_that_it_takes(name: str) -> None:
    template = PAGES.parse(read(name))
    taken = meta.find_undeclared_variables(template) - names_of_its_own(template)
    assert taken <= words_of_opening_comment(name)


@pytest.mark.parametrize("name", NAMES)
def test_template_holds_no_inline_style_or_script_and_no_other_address(name: str) -> None:
    markup = read(name)
    assert not re.search(r"\sstyle=|<style|\son\w+=|https?:|javascript:", markup)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", markup))


@pytest.mark.parametrize("name", NAMES)
def test_template_escapes_all_but_pages_that_we_drew(name: str) -> None:
    assert set(re.findall(r"([\w.]+) \| safe", read(name))) <= {"sheet", "each.picture"}
