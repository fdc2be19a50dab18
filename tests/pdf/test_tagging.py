from pypdf.generic import ArrayObject, DictionaryObject

from generator.typesetting.page import Pages, Rect, Tag, Tick
from tests.pdf.sheets import TEAL, Sheet, archived, form, kept, looked_up, opened, small_form

Outline = list["str | Outline"]


def tree(data: bytes) -> Outline:
    """Return the structure tree: each element's type and children, content as ``text``, widgets as ``widget``."""
    return _described(looked_up(opened(data).root_object, "/StructTreeRoot", "/K"))


def _described(element: object) -> Outline:
    assert isinstance(element, DictionaryObject)
    kids = element.get("/K", ArrayObject())
    described: Outline = [str(element["/S"])]
    for kid in kids:
        found = kid.get_object()
        if isinstance(found, DictionaryObject) and "/S" in found:
            described.append(_described(found))
        else:
            described.append("widget" if isinstance(found, DictionaryObject) and "/Obj" in found else "text")
    return described


def test_the_tree_is_the_one_given_under_a_document() -> None:
    sheet = Sheet()
    section = sheet.element(Tag.SECT)
    sheet.line(700, "One", Tag.H1, section)
    sheet.line(680, "Two", Tag.P, section)
    assert tree(form(sheet.finished())) == ["/Document", ["/Sect", ["/H1", "text"], ["/P", "text"]]]


def test_content_and_child_elements_stand_in_reading_order() -> None:
    sheet = Sheet()
    paragraph = sheet.element(Tag.P)
    sheet.text(56, 700, "before ", paragraph)
    sheet.text(90, 700, "within ", sheet.element(Tag.SPAN, paragraph))
    sheet.text(120, 700, "after", paragraph)
    assert tree(form(sheet.finished())) == ["/Document", ["/P", "text", ["/Span", "text"], "text"]]


def test_an_element_without_content_keeps_its_place_among_its_siblings() -> None:
    sheet = Sheet()
    sheet.line(720, "Table", Tag.P)
    row = sheet.element(Tag.TR, sheet.element(Tag.TABLE))
    cells = [sheet.element(Tag.TD, row) for _ in range(3)]
    sheet.text(56, 700, "first", cells[0])
    sheet.text(120, 700, "third", cells[2])
    expected = ["/TR", ["/TD", "text"], ["/TD"], ["/TD", "text"]]
    assert tree(form(sheet.finished())) == ["/Document", ["/P", "text"], ["/Table", expected]]


def test_a_field_is_held_by_its_form_element_and_the_hidden_one_by_none() -> None:
    assert tree(form(small_form())) == ["/Document", ["/H1", "text"], *(["/Form", "widget"] for _ in range(3))]


def test_the_parent_tree_leads_from_widgets_and_content_to_their_elements() -> None:
    reader = opened(form(small_form()))
    numbers = looked_up(reader.root_object, "/StructTreeRoot", "/ParentTree", "/Nums")
    assert isinstance(numbers, ArrayObject)
    keys = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert [looked_up(each, "/S") for each in keys[0]] == ["/H1"]
    widgets = [each.get_object() for each in reader.pages[0].annotations or ()]
    named = {
        looked_up(each, "/T"): keys[looked_up(each, "/StructParent")] for each in widgets if "/StructParent" in each
    }
    assert [looked_up(owner, "/K", 0, "/Obj", "/T") for owner in named.values()] == list(named)


def test_content_on_a_second_page_tells_its_page() -> None:
    reader = opened(archived(kept()))
    paragraphs = looked_up(reader.root_object, "/StructTreeRoot", "/K", "/K")
    assert isinstance(paragraphs, ArrayObject)
    assert looked_up(paragraphs[-1], "/K", 1, "/Pg") == reader.pages[1]


def element_of(pages: Pages, *path: int) -> DictionaryObject:
    found = looked_up(opened(archived(pages)).root_object, "/StructTreeRoot", "/K")
    for index in path:
        found = looked_up(found, "/K", index)
    assert isinstance(found, DictionaryObject)
    return found


def test_a_header_cell_heads_its_column() -> None:
    assert looked_up(element_of(kept(), 3, 0, 0), "/A", "/Scope") == "/Column"


def test_a_list_with_labels_is_numbered_and_one_without_is_not() -> None:
    plain = Sheet()
    plain.text(56, 700, "one", plain.element(Tag.LBODY, plain.element(Tag.LI, plain.element(Tag.L))))
    assert looked_up(element_of(kept(), 2), "/A", "/ListNumbering") == "/Decimal"
    assert looked_up(element_of(plain.finished(), 0), "/A", "/ListNumbering") == "/None"


def test_a_drawing_has_its_alternative_text() -> None:
    assert looked_up(element_of(kept(), 4, 0), "/Alt") == "Picked by Ana"


def test_an_alternative_text_stays_what_it_is() -> None:
    sheet = Sheet()
    sheet.put(Tick(Rect(56, 600, 12, 12), TEAL, sheet.element(Tag.SPAN, sheet.element(Tag.P), "%d of %b: Ċ")))
    assert looked_up(element_of(sheet.finished(), 0, 0), "/Alt") == "%d of %b: Ċ"


def test_the_tab_order_is_the_structures() -> None:
    assert looked_up(opened(form(small_form())).pages[0], "/Tabs") == "/S"


def test_a_field_between_two_lines_of_one_paragraph_divides_it() -> None:
    sheet = Sheet()
    paragraph = sheet.element(Tag.P)
    sheet.text(56, 700, "before ", paragraph)
    sheet.field("x/name/p1", Rect(100, 700, 80, 14), parent=paragraph)
    sheet.text(190, 700, "after", paragraph)
    assert tree(form(sheet.finished())) == ["/Document", ["/P", "text", ["/Form", "widget"], "text"]]
