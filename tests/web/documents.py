"""Documents for the tests of pages on the screen: the pages that the page would show, and the file that is printed."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdf import PdfReader

from generator.composing.document import DigitalSignature
from generator.files.reading import InputFile
from generator.fonts.faces import Face
from generator.model.colour import Colour
from generator.model.fingerprint import FINGERPRINT_FILE, digest_of, short_form
from generator.pdf import Conformance, Properties, render
from generator.typesetting.page import (
    ARTIFACT,
    Box,
    CheckboxField,
    Element,
    Entry,
    Field,
    Mark,
    Page,
    Pages,
    Picture,
    Rect,
    Rule,
    Ruling,
    SignatureField,
    Tag,
    Text,
    TextField,
    Tick,
)
from generator.workflows.compose import ComposeRequest, build_worksheet
from generator.workflows.inputs import LayoutChoice
from generator.workflows.languages import LanguageChoice
from generator.workflows.merge import Merged, MergeRequest, merge
from generator.workflows.render_alliance import DIGEST, render_alliance, set_alliance, set_card
from generator.workflows.render_worksheet import render_worksheet, set_worksheet
from generator.workflows.rendered_file import SetPages

if TYPE_CHECKING:
    from generator.model.brand import Image
    from generator.workflows.sign import SigningKey

CJK = str(Path(__file__).parents[1] / "fixtures" / "typefaces" / "cjk.ttc")
AS_IT_IS = LayoutChoice()
PAIR = ("Ana Lima", "Ben Okafor")
SHORT = "As long as it needs to be.\nLine breaks are kept: “for you”, 17.5 % of fjords."
LONG = "We began with what each of us needs on a bad day, and wrote it down in plain words. " * 40
BLACK, TEAL, PALE = Colour(0, 0, 0), Colour(0.1, 0.4, 0.42), Colour(0.9, 0.95, 0.9)
WIDTH, HEIGHT = 400.0, 500.0


class Made(NamedTuple):
    """A document."""

    shown: SetPages
    data: bytes
    """The PDF."""


def make_worksheet(
    people: tuple[str, ...] = PAIR,
    choice: LayoutChoice = AS_IT_IS,
    language: str = "",
    *,
    fillable: bool = True,
    **request: Any,  # noqa: ANN401 - fields of ``ComposeRequest``
) -> Made:
    """Return a worksheet; with more fields of the request."""
    spoken = LanguageChoice(language).load_bank()
    layout = choice.load()
    own = {"bank": spoken.bank, "wording": spoken.wording, "second": spoken.second, "own": spoken.own}
    worksheet = build_worksheet(ComposeRequest(layout=layout, people=people, **own | request))
    made = render_worksheet(worksheet, layout, fillable=fillable)
    return Made(set_worksheet(worksheet, layout, fillable=fillable), made.data)


def make_alliance(sheet: Made, answers: dict[str, Any], choice: LayoutChoice, key: SigningKey | None = None) -> Made:
    """Return the alliance that the answers make of a worksheet."""
    merged = merge_answers(sheet, answers, choice)
    signature = DigitalSignature(key.name, key.when(merged.alliance.words)) if key else None
    shown = set_alliance(merged.alliance, merged.layout, signature)
    data = render_alliance(merged.alliance, merged.layout, key=key).data
    record = PdfReader(io.BytesIO(data)).attachments[FINGERPRINT_FILE][0].decode()
    return Made(shown._replace(values={DIGEST: short_form(digest_of(record))}), data)


def make_card(sheet: Made, answers: dict[str, Any], choice: LayoutChoice) -> Made:
    """Return the card of the alliance."""
    merged = merge_answers(sheet, answers, choice)
    assert merged.card is not None
    return Made(set_card(merged.alliance, merged.layout), merged.card)


def merge_answers(sheet: Made, answers: dict[str, Any], choice: LayoutChoice) -> Merged:
    """Return what the answers make of a worksheet."""
    files = (InputFile(sheet.data, "sheet.pdf"), InputFile(json.dumps(answers).encode(), "answers.json"))
    return merge(MergeRequest(files=files, choice=choice, card=True, allow_empty=True))


def make_page(*items: Mark | Field, ticked: frozenset[str] = frozenset()) -> Pages:
    """Return one page of marks and fields; texts belong to element 0, pictures to 1, each field has one of its own."""
    elements = [Element(Tag.P, -1), Element(Tag.FIGURE, -1, "A figure")]
    content: list[Mark | Field] = []
    for item in items:
        if isinstance(item, TextField | CheckboxField | SignatureField):
            content.append(item._replace(element=len(elements)))
            elements.append(Element(Tag.FORM, -1))
        else:
            content.append(item)
    return Pages((Page(WIDTH, HEIGHT, tuple(content)),), tuple(elements), ticked=ticked)


def print_pages(pages: Pages) -> Made:
    """Return pages that are no worksheet's as a document."""
    data = render(pages, Properties("Everything", "en"), conformance=Conformance.UA1)
    return Made(SetPages(pages, ()), data)


def text_field(name: str, rect: Rect, value: str, entry: Entry, *, from_right: bool = False) -> TextField:
    """Return a field with a value."""
    return TextField(name, rect, "Type here", value, entry, 10.0, 12.0, 0, from_right=from_right)


def make_everything(image: Image) -> Pages:
    """Return a page that has all kinds of marks and fields, some of them at the edge of what is usual."""
    said = "AVOID Tea, fjords & “offices” <1789>"
    fields = (
        text_field("a", Rect(20, 300, 170, 20), "To Ava: 10 < 17 & so on", Entry.SINGLE_LINE),
        text_field("b", Rect(210, 300, 60, 20), "Too long for this field, and cut off", Entry.SINGLE_LINE),
        text_field("c", Rect(20, 200, 170, 80), LONG[:400], Entry.MULTI_LINE),
        text_field("d", Rect(210, 200, 170, 80), SHORT, Entry.SCROLLING),
        text_field("e", Rect(20, 160, 170, 30), "Łódź, Ελένη, Žofie ≥ 3 €", Entry.SINGLE_LINE),
        text_field("f", Rect(210, 160, 170, 30), "שלום, Ana (3)", Entry.SINGLE_LINE, from_right=True),
        text_field("g", Rect(20, 90, 170, 60), "אני מקווה\nשנדבר ב-10:00", Entry.MULTI_LINE, from_right=True),
        text_field("h", Rect(210, 120, 170, 30), "", Entry.MULTI_LINE),
        CheckboxField("i", Rect(20, 60, 14, 14), "Tick", 0),
        CheckboxField("j", Rect(50, 60, 28, 14), "Tick", 0),
        SignatureField("k", Rect(210, 50, 170, 50), "Sign", ("Signed by Ana", "on Friday"), 9, 11, 0),
    )
    return make_page(
        Box(Rect(15, 420, 370, 70), 6, 1.5, TEAL, PALE),
        Box(Rect(15, 345, 60, 60), 30, 2, TEAL, None),
        Box(Rect(90, 345, 60, 60), 0, 0, None, TEAL),
        Rule(160, 350, 240, 400, 3, TEAL),
        Ruling(160, 240, 395, 15, 3, 0.6, BLACK),
        Ruling(20, 71, 390, 9, 4, 1.5, TEAL, 7.5),
        Tick(Rect(250, 350, 50, 40), TEAL, ARTIFACT),
        Picture(Rect(310, 345, 75, 60), image, 1),
        Text(25, 465, said, Face.DISPLAY, 18, TEAL, 0),
        Text(25, 445, said, Face.RUNNING_ITALIC, 12.5, BLACK, 0, spacing=0.8),
        Text(25, 430, said, Face.TEXT, 9.3, BLACK, 0),
        *fields,
        ticked=frozenset("ij"),
    )
