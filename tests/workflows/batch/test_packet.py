"""``alliance batch --packet``: one print-ready file, each worksheet on a front page, the very pages of compose."""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from generator.formats.filled_pdf.reader import PACKET_MARK
from tests.foreign.tools import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.terminal import Terminal

MIXED = (
    "person_1,person_2,person_3,meeting,place,suggest,layout\n"
    "Ana Lima,Ben Okafor,,2026-12-04 12:30,Café,,\n"
    "Zoë,Иван Петров,Cleo,,,,onepage\n"
    "Dana,Eva,,,,3,\n"
    "王芳,%d% (x) 0 R,,,,3,large-print\n"
    "Fay,Gus,,2026-12-05,,,\n"
)


def packet(alliance: Terminal, roster: str, *options: str) -> pypdf.PdfReader:
    alliance.file("r.csv", roster)
    alliance.done("batch", "r.csv", "--packet", "p.pdf", *options)
    return pypdf.PdfReader(alliance.folder / "p.pdf")


def texts(reader: pypdf.PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def letters(text: str) -> list[str]:
    """Return what is not white space, in no order: pypdf reads the parts of a file of one worksheet in another."""
    return sorted("".join(text.split()))


def bookmarks(reader: pypdf.PdfReader) -> list[tuple[str, int]]:
    """Return title and page, from 1, of every bookmark without others below it."""

    def leaves(entries: Any) -> list[tuple[str, int]]:  # noqa: ANN401 - pypdf's lists nest
        found: list[tuple[str, int]] = []
        for index, entry in enumerate(entries):
            if isinstance(entry, list):
                found += leaves(entry)
            elif not (index + 1 < len(entries) and isinstance(entries[index + 1], list)):
                found.append((str(entry.title), (reader.get_destination_page_number(entry) or 0) + 1))
        return found

    return leaves(reader.outline)


def fonts_of(reader: pypdf.PdfReader) -> set[str]:
    """Return the names of the typefaces, without the tags of subsets."""
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    resources = [entries.get("/Font", {}) for entries in resources]
    return {font["/BaseFont"].lstrip("/").split("+")[-1] for fonts in resources for font in fonts.values()}


def test_a_packet_in_another_style_has_the_typefaces_of_that_style_alone(alliance: Terminal) -> None:
    reader = packet(alliance, "person_1,person_2\nAna Lima,Мария Орлова\nΕλένη,Zoë\n", "--style", "easy-reading")
    assert fonts_of(reader) == {"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Field"}
    assert "Ελένη" in "".join(texts(reader))


@pytest.mark.slow
def test_every_worksheet_starts_on_a_front_page_where_bookmark_and_index_say(alliance: Terminal) -> None:
    reader = packet(alliance, MIXED)
    marks = bookmarks(reader)
    assert [title for title, _ in marks] == [
        "Ana Lima and Ben Okafor",
        "Zoë, Иван Петров and Cleo",
        "Dana and Eva",
        "王芳 and %d% (x) 0 R",
        "Fay and Gus",
    ]
    pages = texts(reader)
    for number, (title, page) in enumerate(marks, start=1):
        assert page % 2 == 1
        assert pages[page - 1].startswith("Designing the Alliance")
        assert f"{shown(title)} {number}" in " ".join(pages[0].split())


def shown(title: str) -> str:
    return title.replace("王芳", "[U+738B][U+82B3]")


@pytest.mark.slow
def test_every_foot_has_the_worksheets_number_in_the_index_and_its_names(alliance: Terminal) -> None:
    six = "Finn,Gita,Hugo,Iris,Jon,Kaya Maximiliane Featherstonehaugh-Cholmondeley of Saint Petersburg"
    rows = ["person_1,person_2,person_3,person_4,person_5,person_6,layout", "Ana,Ben,,,,,", ",,,,,,", "soon,,,,,,x"]
    rows += ["Zoë,Иван Петров,,,,,large-print", f"{six},", "王芳,,,,,,onepage"]
    alliance.file("r.csv", "\n".join(rows))
    assert alliance("batch", "r.csv", "--packet", "p.pdf").code == 6
    reader = pypdf.PdfReader(alliance.folder / "p.pdf")
    feet = [" ".join(text.split())[-130:].rpartition("No. ")[2] for text in texts(reader)]
    index = " ".join(texts(reader)[0].split())
    listed = ["Ana and Ben", "Zoë and Иван Петров", "Finn, Gita, Hugo, Iris, Jon and Kaya Maximiliane", "王芳"]
    for number, names in enumerate(listed, start=1):
        found = [
            foot
            for label, foot in zip(reader.page_labels, feet, strict=True)
            if label.startswith(f"{number}-") and foot
        ]
        most = len(found)
        assert most > 1
        for page, foot in enumerate(found, start=1):
            assert foot.startswith(f"{number} \N{MIDDLE DOT} {shown(names)}")
            assert foot.endswith(f"Page {page} of {most}")
        assert re.search(rf"{re.escape(shown(names))}[^\d]* {number}\b", index)


def test_pages_between_are_blank_and_feet_count_each_worksheet(alliance: Terminal) -> None:
    reader = packet(alliance, "person_1,suggest\nAna,\nBen,3\nCleo,\n")
    feet = [text.rpartition("Page ")[2].strip() for text in texts(reader)]
    assert feet == [
        "1 of 1", "", "1 of 4", "2 of 4", "3 of 4", "4 of 4",
        "1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5", "", "1 of 4", "2 of 4", "3 of 4", "4 of 4",
    ]  # fmt: skip


def test_pages_are_labelled_by_worksheet_and_page(alliance: Terminal) -> None:
    reader = packet(alliance, "person_1,suggest\nAna,\nBen,3\nCleo,\n")
    assert reader.page_labels == [
        *("i", "ii", "1-1", "1-2", "1-3", "1-4"),
        *("2-1", "2-2", "2-3", "2-4", "2-5", "2-6", "3-1", "3-2", "3-3", "3-4"),
    ]


@pytest.mark.slow
def test_worksheets_have_the_pages_that_compose_prints(alliance: Terminal) -> None:
    reader = packet(alliance, MIXED)
    starts = [number for _, number in bookmarks(reader)]
    orders = (
        ("-p", "Ana Lima", "-p", "Ben Okafor", "--meeting", "2026-12-04 12:30", "--place", "Café"),
        ("-p", "Zoë", "-p", "Иван Петров", "-p", "Cleo", "--layout", "onepage"),
        ("-p", "Dana", "-p", "Eva", "--suggest", "3"),
        ("-p", "王芳", "-p", "%d% (x) 0 R", "--suggest", "3", "--layout", "large-print"),
        ("-p", "Fay", "-p", "Gus", "--meeting", "2026-12-05"),
    )
    numbered = re.compile(r"No\. \d+ \N{MIDDLE DOT} ")
    pages = [numbered.sub("", text) for text in texts(reader)]
    for start, order in zip(starts, orders, strict=True):
        alone = texts(pypdf.PdfReader(io.BytesIO(alliance.done("compose", *order, "--print-only", "-o", "-").out)))
        assert [letters(text) for text in pages[start - 1 :][: len(alone)]] == [letters(text) for text in alone]


@pytest.mark.parametrize("layout", ["classic", "prep"])
def test_index_and_message_say_on_which_sides_to_print(alliance: Terminal, layout: str) -> None:
    alliance.file("r.csv", "person_1,person_2\nAna,Ben\n")
    ended = alliance.done("batch", "r.csv", "--packet", "p.pdf", "--layout", layout)
    index = " ".join(texts(pypdf.PdfReader(alliance.folder / "p.pdf"))[0].split())
    assert "1 worksheet, to be printed on both sides of the paper. Each begins" in index
    assert ended.lines[-1].endswith("Print it on both sides of the paper, flipped on the long edge.")


def test_it_has_no_fields_and_tells_who_merges_it_what_it_is(alliance: Terminal) -> None:
    reader = packet(alliance, "person_1\nAna\n")
    assert not reader.get_fields()
    assert PACKET_MARK in (alliance.folder / "p.pdf").read_bytes()
    ended = alliance("merge", "p.pdf")
    assert ended.code == 3
    assert ended.err.startswith("p.pdf: is a packet of worksheets to be printed, which has no form fields. Give the ")


def test_marked_content_leads_to_its_element_and_back(alliance: Terminal) -> None:
    reader = packet(alliance, MIXED)
    root: Any = reader.root_object["/StructTreeRoot"]
    owners: dict[int, list[int]] = {}
    for leaf in (each.get_object() for each in root["/ParentTree"]["/Kids"]):
        keys, values = leaf["/Nums"][::2], leaf["/Nums"][1::2]
        assert leaf["/Limits"] == [keys[0], keys[-1]]
        owners |= {key: [each.idnum for each in value.get_object()] for key, value in zip(keys, values, strict=True)}
    assert sorted(owners) == list(owners)
    held = dict(kids(root["/K"], 0))
    marked: dict[tuple[int, int], int] = {}
    for page in reader.pages:
        assert page.indirect_reference
        content = page.get_contents()
        count = content.get_data().count(b"/MCID") if content is not None else 0
        elements = owners.get(int(str(page.get("/StructParents", -1))), [])
        assert len(elements) == count
        marked |= {(page.indirect_reference.idnum, mcid): element for mcid, element in enumerate(elements)}
    assert held == marked


def kids(element: Any, number: int) -> Iterator[tuple[tuple[int, int], int]]:  # noqa: ANN401 - as pypdf has it
    """Yield page and identifier of every sequence below an element, with the number of the element that holds it."""
    own = element.get("/K", [])
    for kid in own if isinstance(own, list) else [own]:
        found = kid.get_object()
        if isinstance(found, int):
            yield (element.raw_get("/Pg").idnum, int(found)), number
        elif "/MCID" in found:
            yield (found.raw_get("/Pg").idnum, int(found["/MCID"])), number
        else:
            assert found["/P"] == element
            yield from kids(found, kid.idnum)


def test_rows_that_fail_are_told_and_left_out(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,meeting,layout\nAna,,\nBen,soon,\nCleo,,booklet\nDan,,\n")
    ended = alliance("batch", "r.csv", "--packet", "p.pdf")
    assert ended.code == 6
    assert [line.split(": ")[:2] for line in ended.lines[:2]] == [
        ["r.csv:3:5", "column meeting"],
        ["r.csv:4:7", "column layout"],
    ]
    assert ended.lines[2] == (
        "Wrote p.pdf (2 worksheets, 10 pages). Without rows 3, 4, which failed. "
        "Mend them and run it again with --force."
    )
    assert [title for title, _ in bookmarks(pypdf.PdfReader(alliance.folder / "p.pdf"))] == ["Ana", "Dan"]


def test_where_every_row_fails_nothing_is_written(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,meeting\nAna,soon\n")
    ended = alliance("batch", "r.csv", "--packet", "p.pdf")
    assert (ended.code, ended.lines[1]) == (6, "Every row failed: p.pdf was not written. Mend the rows.")
    assert alliance.files() == ["r.csv"]


@pytest.mark.parametrize("options", [(), ("-o", "out", "--packet", "p.pdf")])
def test_a_folder_or_a_packet_is_asked_for_never_both(alliance: Terminal, options: tuple[str, ...]) -> None:
    alliance.file("r.csv", "person_1\nAna\n")
    ended = alliance("batch", "r.csv", *options)
    assert ended.code == 2
    assert ended.lines == ["give either -o DIR, for a file each, or --packet FILE.pdf, for one file to be printed."]


def test_a_file_that_is_there_is_replaced_only_by_force(alliance: Terminal) -> None:
    alliance.file("p.pdf", "mine")
    alliance.file("r.csv", "person_1\nAna\n")
    assert alliance("batch", "r.csv", "--packet", "p.pdf").code == 5
    assert (alliance.folder / "p.pdf").read_text() == "mine"
    alliance.done("batch", "r.csv", "--packet", "p.pdf", "--force")
    assert alliance.files() == ["p.pdf", "r.csv"]


def test_the_roster_is_never_written_over(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1\nAna\n")
    ended = alliance("batch", "r.csv", "--packet", "r.csv", "--force")
    assert (ended.code, len(ended.lines)) == (5, 1)
    assert "it is one of the inputs" in ended.err


def test_a_dry_run_lists_the_people_and_writes_nothing(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,person_2,layout\nAna,Ben,\nCleo,,booklet\n")
    ended = alliance("batch", "r.csv", "--packet", "p.pdf", "--dry-run")
    assert (ended.code, ended.text) == (6, "Ana and Ben\n")
    assert ended.lines[-1] == "Would write 1 worksheet to p.pdf. 1 failed: mend these rows."
    assert alliance.files() == ["r.csv"]


def test_the_standard_output_gets_the_same_bytes(alliance: Terminal) -> None:
    packet(alliance, MIXED)
    assert alliance.done("batch", "r.csv", "--packet", "-").out == (alliance.folder / "p.pdf").read_bytes()


def test_workers_make_no_difference(alliance: Terminal) -> None:
    packet(alliance, MIXED)
    before = (alliance.folder / "p.pdf").read_bytes()
    packet(alliance, MIXED, "--workers", "3", "--force")
    assert (alliance.folder / "p.pdf").read_bytes() == before


@pytest.mark.slow
def test_many_worksheets_have_closed_balanced_bookmarks_and_two_columns_of_index(alliance: Terminal) -> None:
    names = [f"Ana {number}" for number in range(1, 201)]
    reader = packet(alliance, "\n".join(["person_1", *names]), "--layout", "onepage")
    outlines: Any = reader.root_object["/Outlines"]
    assert outlines["/Count"] == 14
    first = outlines["/First"]
    assert (first["/Title"], first["/Count"]) == ("Ana 1 \N{EN DASH} Ana 15", -15)
    marks = bookmarks(reader)
    assert [title for title, _ in marks] == names
    assert [number for _, number in marks] == list(range(5, 405, 2))
    pages = [reader.pages[index].extract_text() for index in range(4)]
    listed = " ".join(" ".join(text.split()) for text in pages[:3])
    assert all(f"{title} {number}" in listed for number, (title, _) in enumerate(marks, start=1))
    assert "Ana 200 200" in pages[2]
    assert pages[3] == ""
    assert (reader.page_labels[3:6], reader.page_labels[-1]) == (["iv", "1-1", "1-2"], "200-2")


def test_the_columns_of_an_index_that_is_not_full_are_about_as_long_as_each_other(alliance: Terminal) -> None:
    long = "Ana Theodora Maximiliane Featherstonehaugh-Cholmondeley of Saint Petersburg"
    names = [f"{long if number < 6 else 'Ana'} {number}" for number in range(40)]
    reader = packet(alliance, "\n".join(["person_1", *names]), "--layout", "onepage")
    entries: dict[float, list[float]] = {}

    def note(text: str, _: object, place: list[float], *_rest: object) -> None:
        if "Ana" in text:
            entries.setdefault(place[4], []).append(place[5])

    reader.pages[0].extract_text(visitor_text=note)
    first, second = (entries[left] for left in sorted(entries))
    assert len(first) < len(second)
    assert 0 <= min(second) - min(first) < 40


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize(("number", "left"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, 1)])
def test_ended_in_the_middle_it_leaves_no_file(tmp_path: Path, number: signal.Signals, left: int) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text("person_1\n" + "".join(f"Ana {row}\n" for row in range(30_000)))
    command = [sys.executable, "-m", "generator", "batch", str(roster), "--packet", str(tmp_path / "p.pdf")]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, process_group=0) as process:
        while not any(path.stat().st_size for path in tmp_path.glob(".alliance-*.part")):
            assert process.poll() is None
        process.send_signal(number)
        assert process.stderr
        said = process.stderr.read().decode()
        code = process.wait(timeout=30)
    assert code == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[number]
    assert left or said.startswith(f"Stopped: {tmp_path / 'p.pdf'} was not written.")
    assert not (tmp_path / "p.pdf").exists()
    assert len(list(tmp_path.iterdir())) == 1 + left


def test_a_full_disk_is_one_line_and_leaves_nothing(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write

    def refuse(descriptor: int, data: bytes) -> int:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # the test runner writes too, to its pipes
            return write(descriptor, data)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", refuse)
    alliance.file("r.csv", "person_1\nAna\n")
    ended = alliance("batch", "r.csv", "--packet", "p.pdf")
    assert (ended.code, len(ended.lines)) == (5, 1)
    assert ended.err.startswith("p.pdf: cannot be written (No space left on device).")
    assert alliance.files() == ["r.csv"]
