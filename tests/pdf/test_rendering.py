import subprocess
import sys

import pytest

from tests.pdf.sheets import archived, form, kept, opened, small_form, worksheet


@pytest.mark.slow
def test_the_same_pages_give_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys; from tests.pdf.sheets import archived, form, kept, small_form;"
        "sys.stdout.buffer.write(form(small_form('Ж☃')) + archived(kept()))"
    )
    environments: list[dict[str, str]] = [{"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)} for seed in "01"]
    outputs = [
        subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.PIPE, env=each).stdout
        for each in environments
    ]
    assert outputs[0] == outputs[1] == form(small_form("Ж☃")) + archived(kept())


def test_every_page_is_there_with_its_size() -> None:
    pages = opened(form(worksheet(pages=3))).pages
    assert [tuple(map(float, page.mediabox)) for page in pages] == [(0, 0, 595.28, 841.89)] * 3


def test_a_worksheet_of_the_usual_size_is_a_small_file() -> None:
    assert len(form(worksheet())) < 62_000


def test_a_kept_document_has_no_form() -> None:
    assert "/AcroForm" not in opened(archived(kept())).root_object
