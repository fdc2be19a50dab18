from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.files import shipped

if TYPE_CHECKING:
    import pytest


def test_in_a_checkout_data_stands_at_the_top_level() -> None:
    assert Path(shipped.data_file(shipped.BANK)) == Path(__file__).parents[2] / "question_bank.yaml"


def test_in_a_wheel_data_stands_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "generator" / "data"
    (data / "layouts").mkdir(parents=True)
    (data / "layouts" / "wide.yaml").write_text("")
    (data / "question_bank.yaml").write_text("")
    (tmp_path / "layouts").mkdir()
    monkeypatch.setattr(shipped, "_PACKAGE", str(tmp_path / "generator"))
    assert shipped.layout_names() == ("wide",)
    assert shipped.layout_file("wide") == str(data / "layouts" / "wide.yaml")


def test_a_name_that_is_no_layouts_finds_nothing() -> None:
    assert shipped.layout_file("../question_bank") is None
