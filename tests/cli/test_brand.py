"""``--brand`` on every command that makes pages, and the roster's column; an exchanged logo is noticed."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest

pytest.importorskip("PIL", reason="needs the extra brand")
pytest.importorskip("fontTools", reason="needs the extra brand")
pytest.importorskip("resvg_py", reason="needs the extra brand")

from PIL import Image as Pillow
from pypdf.generic import StreamObject

from generator.fonts import read
from generator.workflows.verify import verify
from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, text_of, worksheet

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

BRAND = """\
organisation: Tandem Coaching
website: tandem.example
logo: {file: logo.png, alternative: Two circles}
colours: {accent: "#0B4F6C"}
"""
ANSWERS = "people: [Ana Lima, Ben Okafor]\nanswers: {hopes: {Ana Lima: Many}}\n"


@pytest.fixture
def branded(alliance: Terminal) -> Terminal:
    """A terminal in a folder with a brand; its logo can be seen through."""
    file = io.BytesIO()
    Pillow.new("RGBA", (40, 20), (11, 79, 108, 128)).save(file, "PNG")
    alliance.file("logo.png", file.getvalue())
    alliance.file("brand.yaml", BRAND)
    return alliance


def shows_the_brand(pdf: bytes) -> bool:
    return "Tandem Coaching" in text_of(pdf) and pictures(pdf) == 1


def pictures(pdf: bytes) -> int:
    drawn = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"].get_object().get("/XObject", {})  # type: ignore[union-attr]
    found = [each.get_object() for each in drawn.values()]
    return sum(isinstance(each, StreamObject) and str(each["/Subtype"]) == "/Image" for each in found)


def test_every_command_that_makes_pages_takes_a_brand(branded: Terminal) -> None:
    brand = ("--brand", "brand.yaml")
    branded.file("answers.yaml", ANSWERS)
    branded.file("r.csv", "person_1\nAna\n")
    branded.done("compose", *ANA_AND_BEN, *brand, "-o", "sheet.pdf")
    branded.done("merge", "answers.yaml", *brand, "-o", "finished.pdf")
    branded.done("revise", "finished.pdf", *brand, "-o", "next.pdf")
    branded.done("merge", "next.pdf", "--allow-empty", *brand, "-o", "second.pdf")
    branded.done("batch", "r.csv", *brand, "-o", "out")
    branded.done("batch", "r.csv", *brand, "--packet", "packet.pdf")
    for name in ("sheet.pdf", "finished.pdf", "next.pdf", "second.pdf", "out/worksheet-ana.pdf"):
        assert shows_the_brand((branded.folder / name).read_bytes()), name
    assert text_of((branded.folder / "packet.pdf").read_bytes()).count("Tandem Coaching") == 1


# A document carries its brand


def composed(branded: Terminal, *options: str) -> bytes:
    sheet = branded.done("compose", *ANA_AND_BEN, "--suggest", "3", *options, "-o", "-").out
    return fill(sheet, {"answer/support/p1": "Openly", "answer/support/p2": "Early"})


def test_a_worksheet_and_its_alliance_carry_their_brand_from_meeting_to_meeting(branded: Terminal) -> None:
    sheet = composed(branded, "--brand", "brand.yaml")
    with_file = branded.done("merge", "-", "--brand", "brand.yaml", "-o", "-", stdin=sheet).out
    (branded.folder / "brand.yaml").unlink()
    (branded.folder / "logo.png").unlink()
    finished = branded.done("merge", "-", "-o", "-", stdin=sheet).out
    assert finished == with_file
    assert verify(finished, "a.pdf").unaltered
    branded.file("a.pdf", finished)
    shared = branded.done("merge", "a.pdf", "--without", "champion", "--card", "card.pdf", "-o", "-").out
    following = branded.done("revise", "a.pdf", "-o", "-").out
    second = branded.done("merge", "-", "--allow-empty", "-o", "-", stdin=following).out
    for pdf in (finished, shared, following, second):
        assert shows_the_brand(pdf)
    assert pictures((branded.folder / "card.pdf").read_bytes()) == 1
    assert carried(second) == carried(sheet)


def test_a_roster_s_worksheets_carry_their_brand(branded: Terminal) -> None:
    branded.file("r.csv", "person_1\nAna\nZoë Řežníčková\n")
    branded.done("batch", "r.csv", "--brand", "brand.yaml", "-o", "out")
    for file in sorted((branded.folder / "out").glob("*.pdf")):
        assert shows_the_brand(branded.done("merge", file, "--allow-empty", "-o", "-").out)


def test_a_brand_given_takes_the_place_of_the_one_that_is_carried(branded: Terminal) -> None:
    branded.file("sheet.pdf", composed(branded, "--brand", "brand.yaml"))
    branded.file("others.yaml", "organisation: Others\n")
    other = branded.done("merge", "sheet.pdf", "--brand", "others.yaml", "-o", "a.pdf")
    assert other.lines[:-1] == []
    finished = (branded.folder / "a.pdf").read_bytes()
    assert ("Others" in text_of(finished), "Tandem" in text_of(finished), pictures(finished)) == (True, False, 0)
    following = branded.done("revise", "a.pdf", "-o", "-").out
    assert "Others" in text_of(following)


def test_a_brand_is_dropped_where_none_is_wanted(branded: Terminal) -> None:
    branded.file("sheet.pdf", composed(branded, "--brand", "brand.yaml"))
    branded.done("merge", "sheet.pdf", "-o", "a.pdf")
    plain = branded.done("merge", "sheet.pdf", "--no-brand", "-o", "plain.pdf")
    finished = (branded.folder / "plain.pdf").read_bytes()
    assert (shows_the_brand(finished), carried(finished), plain.lines[:-1]) == (False, [], [])
    assert not shows_the_brand(branded.done("revise", "a.pdf", "--no-brand", "-o", "-").out)
    assert finished == branded.done("merge", "-", "-o", "-", stdin=composed(branded)).out
    both = branded("merge", "sheet.pdf", "--no-brand", "--brand", "brand.yaml")
    assert (both.code, both.lines) == (2, ["--brand and --no-brand exclude each other. Leave one of them out."])


def test_a_worksheet_is_the_same_with_any_brand_and_with_none(branded: Terminal) -> None:
    branded.file("one.pdf", composed(branded, "--brand", "brand.yaml"))
    branded.file("other.pdf", composed(branded))
    both = branded.done("merge", "one.pdf", "other.pdf", "-o", "a.pdf")
    assert both.lines[:-1] == []
    assert shows_the_brand((branded.folder / "a.pdf").read_bytes())


def test_two_brands_for_one_alliance_are_told(branded: Terminal) -> None:
    branded.file("others.yaml", "organisation: Others\n")
    for name in ("brand", "others"):
        branded.file(f"{name}.pdf", composed(branded, "--brand", f"{name}.yaml"))
    ended = branded.done("merge", "brand.pdf", "others.pdf", "-o", "a.pdf")
    assert ended.lines[0] == "The files carry 2 brands, so none is taken. Give it with --brand."
    assert carried((branded.folder / "a.pdf").read_bytes()) == []


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "designed-alliance/brand", "version": 2}', "\udcff"])
def test_a_brand_that_was_damaged_is_told_and_nothing_else_is_lost(branded: Terminal, text: str) -> None:
    with pikepdf.open(io.BytesIO(composed(branded, "--brand", "brand.yaml"))) as opened:
        opened.attachments["brand.json"] = pikepdf.AttachedFileSpec(opened, text.encode("utf-8", "replace"))
        branded.file("sheet.pdf", saved(opened))
    ended = branded.done("merge", "sheet.pdf", "-o", "a.pdf")
    # older releases of pikepdf leave the file that was replaced attached as well
    damaged = "The brand in the file is damaged, or of a newer version. Give it with --brand."
    assert ended.lines[0] in {damaged, "The files carry 2 brands, so none is taken. Give it with --brand."}
    branded.done("answers", "a.pdf")


def test_a_typeface_is_not_carried_which_is_told(branded: Terminal) -> None:
    branded.file("mine.ttf", read("AtkinsonHyperlegibleNext-Regular.ttf"))
    branded.file("brand.yaml", BRAND + "font: mine.ttf\n")
    branded.file("sheet.pdf", composed(branded, "--brand", "brand.yaml"))
    branded.done("merge", "sheet.pdf", "-o", "a.pdf")
    for command in (("merge", "sheet.pdf"), ("revise", "a.pdf")):
        ended = branded.done(*command, "-o", "out.pdf", "--force")
        told = (
            "The brand is kept but for its typeface, AtkinsonHyperlegibleNext-Regular. Give it with --brand to set it "
        )
        assert ended.lines[0] == f"{told}in that."
        assert shows_the_brand((branded.folder / "out.pdf").read_bytes())


def carried(pdf: bytes) -> list[bytes]:
    return pypdf.PdfReader(io.BytesIO(pdf)).attachments.get("brand.json", [])


@pytest.mark.parametrize(
    "command",
    [
        ("compose", "-o"),
        ("merge", "answers.yaml", "-o"),
        ("merge", "answers.yaml", "-o", "m.pdf", "--card"),
        ("revise", "finished.pdf", "-o"),
        ("batch", "r.csv", "--packet"),
    ],
    ids=lambda command: " ".join(command[::2]),
)
@pytest.mark.parametrize("file", ["brand.yaml", "logo.png", "mine.ttf"])
def test_neither_a_brand_nor_what_it_names_is_written_over(
    branded: Terminal, command: tuple[str, ...], file: str
) -> None:
    branded.file("mine.ttf", read("AtkinsonHyperlegibleNext-Regular.ttf"))
    branded.file("brand.yaml", f"{BRAND}font: mine.ttf\n")
    before = (branded.folder / file).read_bytes()
    branded.file("answers.yaml", ANSWERS)
    branded.file("r.csv", "person_1\nAna\n")
    branded.done("merge", "answers.yaml", "-o", "finished.pdf")
    ended = branded(*command, file, "--brand", "brand.yaml", "--force")
    assert (ended.code, "it is one of the inputs" in ended.err) == (5, True)
    assert (branded.folder / file).read_bytes() == before


# The roster's column


def test_a_row_takes_the_brand_beside_the_roster_and_others_the_option_s(branded: Terminal) -> None:
    folder = branded.folder / "rosters"
    folder.mkdir()
    (folder / "theirs.yaml").write_text("organisation: Others\n")
    (folder / "r.csv").write_text("person_1,brand\nAna,theirs.yaml\nBen,\n")
    branded.done("batch", "rosters/r.csv", "--brand", "brand.yaml", "-o", "out")
    ana, ben = ((branded.folder / "out" / f"worksheet-{name}.pdf").read_bytes() for name in ("ana", "ben"))
    assert ("Others" in text_of(ana), shows_the_brand(ana), shows_the_brand(ben)) == (True, False, True)
    assert ben == worksheet(branded, "-p", "Ben", "--brand", "brand.yaml")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (
            "../brand.yaml",
            "r.csv:2:5: column brand: '../brand.yaml' is no file's name.",
        ),
        ("/etc/passwd", "r.csv:2:5: column brand: '/etc/passwd' is no file's name."),
        ("C:\\brand.yaml", "r.csv:2:5: column brand: 'C:\\brand.yaml' is no file's name."),
        ("..", "r.csv:2:5: column brand: '..' is no file's name."),
        ("none.yaml", "r.csv:2:5: column brand: none.yaml: there is no such file."),
        ("out.yaml", "r.csv:2:5: column brand: out.yaml: leads out of its folder."),
        ("pale.yaml", "r.csv:2:5: column brand: pale.yaml:2:19: 'accent' #FFAA00 has a contrast of 1.9:1 on white."),
    ],
)
def test_what_is_wrong_with_a_row_s_brand_is_told_at_its_cell(branded: Terminal, cell: str, told: str) -> None:
    folder = branded.folder / "rosters"
    folder.mkdir()
    (folder / "out.yaml").symlink_to(branded.folder / "brand.yaml")
    (folder / "pale.yaml").write_text('organisation: T\ncolours: {accent: "#FFAA00"}\n')
    (folder / "r.csv").write_text(f"person_1,brand\nAna,{cell}\nBen,\n")
    ended = branded("batch", "rosters/r.csv", "-o", "out")
    assert ended.code == 6
    assert ended.lines[0].replace("rosters/", "").startswith(told)
    assert (branded.folder / "out" / "worksheet-ben.pdf").exists()
    assert not (branded.folder / "out" / "worksheet-ana.pdf").exists()


# What is missing


@pytest.mark.parametrize(
    ("line", "module", "told"),
    [
        ("logo: {file: logo.png, alternative: L}", "PIL", "brand.yaml:2:14: logo.png needs Pillow to read pictures"),
        ("logo: {file: logo.svg, alternative: L}", "resvg_py", "brand.yaml:2:14: logo.svg needs resvg_py to draw SVG"),
        ("logo: {file: logo.svg, alternative: L}", "tinycss2", "brand.yaml:2:14: logo.svg needs tinycss2 to draw SVG"),
        ("font: mine.ttf", "fontTools", "brand.yaml:2:7: mine.ttf needs fonttools to read typefaces"),
    ],
)
def test_a_missing_extra_is_a_line_that_says_how_to_install_it(
    branded: Terminal, monkeypatch: pytest.MonkeyPatch, line: str, module: str, told: str
) -> None:
    branded.file("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>')
    branded.file("mine.ttf", read("AtkinsonHyperlegibleNext-Regular.ttf"))
    branded.file("brand.yaml", f"organisation: T\n{line}\n")
    for name in [each for each in sys.modules if each.partition(".")[0] == module]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, module, None)
    if module == "fontTools":
        monkeypatch.setitem(sys.modules, "fontTools.ttLib", None)
    ended = branded("compose", "--brand", "brand.yaml")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.lines == [
        f"{told}, which is not installed. Install the extra 'brand': pip install \"designed-alliance[brand]\""
    ]


# What verify says


def exchanged(pdf: bytes, colour: bytes) -> bytes:
    """Return the file with another logo of the same size."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (logo,) = (each for each in opened.objects if isinstance(each, pikepdf.Stream) and each.get("/SMask"))
        logo.write(colour * (len(logo.read_bytes()) // 3))
        return saved(opened)


def faded(pdf: bytes) -> bytes:
    """Return the file with a logo that can be seen through more."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (logo,) = (each for each in opened.objects if isinstance(each, pikepdf.Stream) and each.get("/SMask"))
        logo.SMask.write(bytes(len(logo.SMask.read_bytes())))
        return saved(opened)


def inverted(pdf: bytes) -> bytes:
    """Return the file with a logo in the opposite colours, its data being the same."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (logo,) = (each for each in opened.objects if isinstance(each, pikepdf.Stream) and each.get("/SMask"))
        logo.Decode = [1, 0, 1, 0, 1, 0]
        return saved(opened)


def saved(opened: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    opened.save(out, fix_metadata_version=False, recompress_flate=True)
    return out.getvalue()


def said_of(pdf: bytes) -> list[str]:
    return [problem.message for problem in verify(pdf, "a.pdf").problems]


def made(branded: Terminal, *, finished: bool, options: tuple[str, ...] = ()) -> bytes:
    brand = ("--brand", "brand.yaml", *options, "-o", "-")
    if finished:
        return branded.done("merge", "-", *brand, stdin=ANSWERS.encode()).out
    return branded.done("compose", *ANA_AND_BEN, *brand).out


@pytest.mark.parametrize("finished", [True, False])
def test_a_logo_that_was_exchanged_is_noticed(branded: Terminal, *, finished: bool) -> None:
    pdf = made(branded, finished=finished)
    told = "fonts or pictures were altered or replaced" if finished else "page 1 was altered"
    assert verify(pdf, "a.pdf").unaltered
    for edit in (lambda data: exchanged(data, b"\xff\0\0"), faded, inverted):
        assert said_of(edit(pdf)) == [told]


@pytest.mark.parametrize("finished", [True, False])
def test_a_branded_file_that_is_only_written_in_another_way_is_unaltered(branded: Terminal, *, finished: bool) -> None:
    pdf = made(branded, finished=finished)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        written = saved(opened)
    assert written != pdf
    assert said_of(written) == []


def test_a_logo_on_an_imposed_booklet_is_covered_too(branded: Terminal) -> None:
    pdf = made(branded, finished=False, options=("--layout", "booklet", "--print-only"))
    assert said_of(pdf) == []
    assert said_of(exchanged(pdf, b"\xff\0\0")) == ["page 1 was altered"]


def test_a_brand_s_typeface_that_was_replaced_is_noticed(branded: Terminal) -> None:
    branded.file("mine.ttf", read("AtkinsonHyperlegibleNext-Regular.ttf"))
    branded.file("brand.yaml", BRAND + "font: mine.ttf\n")
    pdf = made(branded, finished=True)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        programs = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each]
        (mine,) = (each for each in programs if "Atkinson" in str(each.FontName))
        mine.FontFile2.write(mine.FontFile2.read_bytes() + b"\0")
        assert said_of(saved(opened)) == ["fonts or pictures were altered or replaced"]
