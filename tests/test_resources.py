from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator import resources

if TYPE_CHECKING:
    import pytest


def test_in_a_checkout_data_stands_at_the_top_level() -> None:
    assert Path(resources.data_file(resources.BANK)) == Path(__file__).parent.parent / "question_bank.yaml"


def test_in_a_wheel_data_stands_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "generator" / "_data" / "layouts").mkdir(parents=True)
    (tmp_path / "generator" / "_data" / "layouts" / "wide.yaml").write_text("")
    (tmp_path / "layouts").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", str(tmp_path / "generator"))
    assert resources.layout_names() == ("wide",)
    assert resources.layout_file("wide") == str(tmp_path / "generator" / "_data" / "layouts" / "wide.yaml")


def test_a_name_that_is_no_layouts_finds_nothing() -> None:
    assert resources.layout_file("../question_bank") is None
