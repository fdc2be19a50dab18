"""``alliance verify``: whatever is altered in a file is noticed and named; rewriting it alters nothing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.model.fingerprint import digest_of, short_form
from generator.workflows.verify import verify
from tests.cli.filling import fill, flattened
from tests.cli.reading import ANA_AND_BEN, text_of, worksheet
from tests.formats.pdfs import form, widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.terminal import Terminal

ANSWERS = """\
people: [Ana Lima, Ben Okafor]
picks: {Ana Lima: [hopes, tone], Ben Okafor: [feedback]}
answers:
  hopes: {Ana Lima: As long as it needs to be., Ben Okafor: "%s"}
agreements: [{what: We say it within a day, who: Both}]
""" % ("A long answer makes more pages. " * 250)

MODES = [
    pikepdf.ObjectStreamMode.disable,
    pikepdf.ObjectStreamMode.preserve,
    pikepdf.ObjectStreamMode.generate,
]
_MADE: list[bytes] = []


@pytest.fixture
def finished(alliance: Terminal) -> bytes:
    if not _MADE:  # once for all: nothing here writes to it
        _MADE.append(alliance.done("merge", "-", "-o", "-", stdin=ANSWERS.encode()).out)
    return _MADE[0]


def edited(data: bytes, edit: Callable[[pikepdf.Pdf], object]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        pdf.save(out, fix_metadata_version=False, compress_streams=False)
    return out.getvalue()


def told(data: bytes) -> list[str]:
    try:
        return [problem.message for problem in verify(data, "a.pdf").problems]
    except InvalidInput as invalid:
        return [problem.message for problem in invalid.problems]


def record_in(data: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(data)).attachments["digest.json"][0].decode()


def draw_over(pdf: pikepdf.Pdf, page: int = 0) -> None:
    pdf.pages[page].contents_add(b"q 1 0 0 1 50 50 cm 0 0 10 10 re f Q")


def attach(pdf: pikepdf.Pdf, name: str, data: bytes) -> None:
    others = [file for file in pdf.Root.get("/AF", ()) if str(file.F) != name]  # pikepdf 9 leaves the file there
    pdf.attachments[name] = data
    pdf.Root.AF = pikepdf.Array([*others, pdf.attachments[name].obj])


def reverse(pdf: pikepdf.Pdf) -> None:
    pages = [page.obj for page in pdf.pages]
    pdf.Root.Pages.Kids = pikepdf.Array(reversed(pages))


def take_data_out(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["alliance.json"]


def comment(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="Hm")
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


# What is as it was written


def test_a_finished_alliance_is_unaltered_and_says_so(alliance: Terminal, finished: bytes) -> None:
    alliance.file("a.pdf", finished)
    short = short_form(digest_of(record_in(finished)))
    ended = alliance.done("verify", "a.pdf")
    assert ended.out.decode() == (
        f"a.pdf: unaltered, a finished alliance; its digest is {short}, as in the foot of its pages.\n"
    )
    assert ended.err == (
        "A digest shows damage and edits; it is no signature: whoever has this program can make a file with a right "
        "digest.\n"
    )


def test_the_digest_stands_in_short_in_the_foot_of_every_page(finished: bytes) -> None:
    short = short_form(digest_of(record_in(finished)))
    pages = pypdf.PdfReader(io.BytesIO(finished)).pages
    assert len(pages) > 2
    assert all(short in page.extract_text() for page in pages)


def test_other_answers_have_another_digest_and_the_same_ones_the_same_bytes(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS)
    alliance.file("b.yaml", ANSWERS.replace("within a day", "within an hour"))
    first, again, other = (alliance.done("merge", name, "-o", "-").out for name in ("a.yaml", "a.yaml", "b.yaml"))
    assert first == again
    assert record_in(first) != record_in(other)


@pytest.mark.parametrize("mode", MODES)
def test_a_file_that_is_only_written_in_another_way_is_unaltered(
    finished: bytes, mode: pikepdf.ObjectStreamMode
) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        pdf.save(out, object_stream_mode=mode, linearize=True, fix_metadata_version=False, recompress_flate=True)
    assert out.getvalue() != finished
    assert told(out.getvalue()) == []


def test_objects_that_nothing_refers_to_alter_nothing(finished: bytes) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(finished), incremental=True)
    writer._add_object(pypdf.generic.TextStringObject("left over"))  # noqa: SLF001 - there is no other way
    out = io.BytesIO()
    writer.write(out)
    assert told(out.getvalue()) == []


# What was altered

ALTERATIONS: dict[str, tuple[Callable[[pikepdf.Pdf], object], str]] = {
    "drawn over": (lambda pdf: draw_over(pdf, 1), "page 2 was altered"),
    "enlarged": (lambda pdf: setattr(pdf.pages[0], "MediaBox", [0, 0, 900, 900]), "page 1 was altered"),
    "turned": (lambda pdf: pdf.pages[2].rotate(90, relative=True), "page 3 was altered"),
    "removed": (lambda pdf: pdf.pages.__delitem__(0), "page 1 of 4 is missing"),
    "added": (lambda pdf: pdf.add_blank_page(), "page 5 was added"),
    "reversed": (reverse, "the pages stand in another order"),
    "repeated": (lambda pdf: pdf.pages.append(pdf.pages[0]), "page 5 was added"),
    "data replaced": (
        lambda pdf: attach(pdf, "alliance.json", b"{}"),
        "the attached data 'alliance.json' was altered",
    ),
    "data removed": (
        take_data_out,
        "the attached data 'alliance.json' is missing",
    ),
    "file attached": (lambda pdf: attach(pdf, "x.txt", b"x"), "the file 'x.txt' was attached"),
    "comment": (comment, "annotations or form fields were added or altered"),
    "title": (
        lambda pdf: pdf.docinfo.__setitem__("/Title", "Other"),
        "the metadata (title, dates, claims) were altered",
    ),
    "tags taken out": (
        lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
        "what is read aloud (the structure tree) was altered",
    ),
    "script": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")),
        "the document's settings (outline, actions, colours) were altered",
    ),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_alteration_is_named(finished: bytes, name: str) -> None:
    edit, clause = ALTERATIONS[name]
    assert clause in told(edited(finished, edit))


def test_only_the_page_that_was_altered_is_named(finished: bytes) -> None:
    assert told(edited(finished, lambda pdf: draw_over(pdf, 1))) == ["page 2 was altered"]
    assert told(edited(finished, reverse)) == ["the pages stand in another order"]


def test_what_an_incremental_save_adds_is_noticed(finished: bytes) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(finished), incremental=True)
    writer.pages[0][pypdf.generic.NameObject("/Rotate")] = pypdf.generic.NumberObject(180)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(finished)
    assert told(out.getvalue()) == ["page 1 was altered"]


def test_the_digest_printed_must_be_the_file_s(finished: bytes) -> None:
    printed = short_form(digest_of(record_in(finished))).encode("utf-16-be")
    for other in ("0000 0000 0000", "---- ---- ----"):

        def reprint(pdf: pikepdf.Pdf, other: str = other) -> None:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
                    content = thing.read_bytes()
                    assert printed in content
                    thing.write(content.replace(printed, other.encode("utf-16-be")))

        assert told(edited(finished, reprint)) == [f"page {n} was altered" for n in range(1, 5)]


def test_a_typeface_that_was_replaced_is_noticed(finished: bytes) -> None:
    def replace(pdf: pikepdf.Pdf) -> None:
        program = next(each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Length1" in each)
        program.write(program.read_bytes() + b"\0")

    assert told(edited(finished, replace)) == ["fonts or pictures were altered or replaced"]


def test_a_record_that_was_edited_is_noticed(finished: bytes) -> None:
    record = record_in(finished)
    for other in ("{}", record.replace('"version":1', '"version":2'), "[" * 100_000):
        problems = told(edited(finished, lambda pdf, other=other: attach(pdf, "digest.json", other.encode())))  # type: ignore[misc]
        assert problems == ["its digest was altered, or is of a later version of this program"]


def test_a_second_record_is_noticed(finished: bytes) -> None:
    def attach_again(pdf: pikepdf.Pdf) -> None:
        first = list(pdf.Root.AF)
        attach(pdf, "digest.json", b"{}")
        pdf.Root.AF = pikepdf.Array(first)

    problems = told(edited(finished, attach_again))
    assert problems == ["its digest was altered, or is of a later version of this program"]


def test_a_record_made_to_fit_an_altered_page_does_not_fit_the_digest_printed(finished: bytes) -> None:
    altered = edited(finished, lambda pdf: draw_over(pdf, 1))
    then = record_in(finished)
    from generator.formats.pdf_fingerprint import take_fingerprint  # noqa: PLC0415
    from generator.model.fingerprint import read_fingerprint, serialise_fingerprint  # noqa: PLC0415 - of this test only

    record = read_fingerprint(then)
    assert record
    now = serialise_fingerprint(
        take_fingerprint(pypdf.PdfReader(io.BytesIO(altered)), short_form(digest_of(then)), record.pages)
    )
    forged = edited(altered, lambda pdf: attach(pdf, "digest.json", now.encode()))
    assert "page 1 was altered" in told(forged)


Holder = pikepdf.Dictionary | pikepdf.Stream


def _leaves(thing: object, depth: int = 0) -> list[tuple[Holder, str]]:
    """Return where the numbers and texts stand that a page or the catalogue holds."""
    found: list[tuple[Holder, str]] = []
    if depth < 5 and isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        held: dict[str, object] = dict(thing.items())
        for key, value in held.items():
            if isinstance(value, int | pikepdf.String) and key not in {"/Length", "/Length1"}:
                found.append((thing, key))
            elif key not in {"/Parent", "/P", "/Pages", "/Prev", "/Names", "/AF"}:
                found += _leaves(value, depth + 1)
    elif depth < 5 and isinstance(thing, pikepdf.Array):
        for each in list(thing):
            found += _leaves(each, depth + 1)
    return found


@pytest.mark.slow
@given(st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_number_or_text_that_is_changed_anywhere_is_noticed(finished: bytes, data: st.DataObject) -> None:
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        roots = [pdf.Root, pdf.docinfo, *[page.obj for page in pdf.pages]]
        leaves = [leaf for root in roots for leaf in _leaves(root)]
        holder, key = data.draw(st.sampled_from(leaves))
        old: object = holder[key]
        holder[key] = old + 1 if isinstance(old, int) else pikepdf.String(f"{old}!")
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    assert told(out.getvalue())


@pytest.mark.slow
@given(st.integers(0, 10_000), st.integers(0, 1_000_000), st.integers(1, 255))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_that_is_changed_in_any_stream_is_noticed(finished: bytes, which: int, at: int, flip: int) -> None:
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        kept = [each for each in streams if str(each.get("/Type")) not in {"/ObjStm", "/XRef"} and each.read_bytes()]
        stream = kept[which % len(kept)]
        content = bytearray(stream.read_bytes())
        content[at % len(content)] ^= flip
        stream.write(bytes(content))
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    assert told(out.getvalue())


def test_alterations_are_3_and_a_line_each_and_what_was_not_altered_is_said(
    alliance: Terminal, finished: bytes
) -> None:
    alliance.file("a.pdf", edited(finished, lambda pdf: pdf.docinfo.__setitem__("/Title", "Other")))
    ended = alliance("verify", "a.pdf")
    assert ended.code == 3
    assert ended.lines == [
        "a.pdf: the data, and what the pages show, are as they were written.",
        "a.pdf: the metadata (title, dates, claims) were altered. Ask for the file as it was written.",
    ]


# Worksheets


def test_a_blank_worksheet_is_unaltered(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN, "--suggest", "3", "--meeting", "2026-12-04"))
    said = alliance.done("verify", "w.pdf").out.decode()
    assert said.startswith("w.pdf: unaltered, a worksheet, blank; it belongs to its definition (")


@pytest.mark.parametrize("filled", [{"answer/hopes/p1": "x"}, {"pick/hopes/p1": "/Yes"}, {"name/p2": "Ben"}])
def test_a_worksheet_that_was_filled_in_is_unaltered(alliance: Terminal, filled: dict[str, str]) -> None:
    alliance.file("w.pdf", fill(worksheet(alliance), filled))
    assert b"a worksheet, filled in; it belongs" in alliance.done("verify", "w.pdf").out


def test_a_worksheet_whose_questions_were_altered_is_not(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN)
    assert told(edited(sheet, lambda pdf: draw_over(pdf, 1))) == ["page 2 was altered"]
    assert told(edited(sheet, lambda pdf: pdf.pages.__delitem__(0))) == [
        "it had 4 pages; they are others, or in another order"
    ]


def test_a_worksheet_without_its_definition_is_not_said_to_be_unaltered(alliance: Terminal) -> None:
    def take_out(pdf: pikepdf.Pdf) -> None:
        attach(pdf, "worksheet.json", b"{}")
        fields = pdf.Root.AcroForm.Fields
        next(each for each in fields if str(each.T).endswith("/definition")).V = pikepdf.String("{}")

    assert told(edited(worksheet(alliance, *ANA_AND_BEN), take_out)) == [
        "its fields are a worksheet's, but the definition that they belong to is missing or altered"
    ]


def test_a_worksheet_to_print_is_compared_too(alliance: Terminal) -> None:
    sheet = alliance.done("compose", *ANA_AND_BEN, "--print-only", "-o", "-").out
    assert verify(sheet, "w.pdf").unaltered == "a worksheet or a card to print"
    assert told(edited(sheet, draw_over)) == ["page 1 was altered"]


# What is not ours


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (form([widget("street", b"(x)")]), "is not ours: no worksheet and no finished alliance"),
        (b"", "is empty"),
        (b"people: [Ana]", "is not a PDF"),
    ],
)
def test_what_is_not_ours_is_3(alliance: Terminal, data: bytes, words: str) -> None:
    alliance.file("a.pdf", data)
    ended = alliance("verify", "a.pdf")
    assert (ended.code, len(ended.lines)) == (3, 1)
    assert ended.lines[0].startswith(f"a.pdf: {words}")


def test_an_alliance_without_a_digest_is_not_said_to_be_unaltered(alliance: Terminal, finished: bytes) -> None:
    def take_out(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments["digest.json"]

    alliance.file("a.pdf", edited(finished, take_out))
    (line,) = alliance("verify", "a.pdf").lines
    assert line == (
        "a.pdf: holds the data of an alliance, but not the digest to compare it with. "
        "It was taken out, or the file is older than digests are: merge the answers anew."
    )


def test_a_flattened_worksheet_says_what_can_be_said(alliance: Terminal) -> None:
    assert verify(flattened(worksheet(alliance, *ANA_AND_BEN)), "w.pdf").unaltered == "a worksheet or a card to print"


def test_answers_are_read_from_an_alliance_as_before(finished: bytes) -> None:
    assert "As long as it needs to be." in text_of(finished)


def test_a_worksheet_that_has_lost_a_field_is_not_unaltered(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN)
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        widgets = pdf.pages[1].obj.Annots
        del widgets[
            next(n for n, widget in enumerate(widgets) if str(widget.get("/T", "")).endswith("answer/hopes/p1"))
        ]
        fields = pdf.Root.AcroForm.Fields
        del fields[next(n for n, field in enumerate(fields) if str(field.get("/T", "")).endswith("answer/hopes/p1"))]
        pdf.save(alliance.folder / "w.pdf")
    ended = alliance("verify", "w.pdf")
    assert ended.code == 3
    assert "1 missing: Ana Lima's answer to 'hopes'. Ask for the file again." in ended.err
    assert b"unaltered" not in ended.out
