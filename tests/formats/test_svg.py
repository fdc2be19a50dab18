"""Drawings as Illustrator, Inkscape and Figma write them are drawn; all else is refused with one clear reason."""

from __future__ import annotations

import io

import pytest

pytest.importorskip("PIL", reason="needs the extra brand")
pytest.importorskip("resvg_py", reason="needs the extra brand")
pytest.importorskip("cssselect2", reason="needs the extra brand")

from PIL import Image as Pillow

from generator.errors import AssetError
from generator.formats.picture import read_picture
from generator.formats.svg import rasterise

RED, BLUE, CLEAR = (200, 30, 30, 255), (20, 60, 200, 255), (0, 0, 0, 0)
SQUARE_AND_DISC = '<rect width="100" height="100" fill="#c81e1e"/><circle cx="150" cy="50" r="45" fill="#143cc8"/>'
RECT = '<rect class="a" width="100" height="100"/>'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
DOCTYPE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"{}>\n'
)
ILLUSTRATOR = (
    '<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/"> <!ENTITY ns_svg "http://www.w3.org/2000/svg">'
)


def svg(inner: str, attributes: str = 'viewBox="0 0 200 100"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'


def styled(style: str) -> str:
    return svg(f"<style>{style}</style>{RECT}")


def drawn(text: str | bytes, side: int = 200) -> Pillow.Image:
    data = text if isinstance(text, bytes) else text.encode()
    return Pillow.open(io.BytesIO(rasterise(data, side))).convert("RGBA")


def colours(text: str | bytes) -> tuple[object, object, object]:
    """Return the colours in the square's middle, in the disc's middle, and between them."""
    picture = drawn(text)
    assert picture.size == (200, 100)
    return picture.getpixel((50, 50)), picture.getpixel((150, 50)), picture.getpixel((197, 3))


CLIP = (
    '<defs><path id="p" d="M0 0h200v100H0z"/></defs><clipPath id="c">'
    '<use xlink:href="#p" style="overflow:visible;"/></clipPath>'
)
BOTH = (RED, BLUE, CLEAR)
SQUARE = (RED, CLEAR, CLEAR)


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        ('width="210mm" height="297mm" viewBox="0 0 210 297"', (141, 200)),
        ('width="20mm" height="1cm"', (200, 100)),
        ('width="2in" height="2.54cm"', (200, 100)),
        ('width="12pt" height="1pc"', (200, 200)),
        ('width="72pt" height="96px"', (200, 200)),
        ('width="4e1Q" height="+10.0MM"', (200, 200)),
        ('width="100%" height="100%" viewBox="0,0,10,20"', (100, 200)),
        ('width="300" viewBox="0 0 10 20"', (100, 200)),
        ('width="100" height="100" viewBox="0 0 20 10"', (200, 200)),
    ],
)
def test_a_drawing_has_the_proportions_of_its_size(size: str, pixels: tuple[int, int]) -> None:
    assert drawn(svg('<rect width="9" height="9"/>', size)).size == pixels


def test_a_size_in_millimetres_is_that_of_shapes_too() -> None:
    picture = drawn(svg('<rect width="10mm" height="10mm"/>', 'width="20mm" height="10mm"'))
    assert picture.getbbox() == (0, 0, 100, 100)


@pytest.mark.parametrize("size", ["", 'width="0" height="5mm"', 'viewBox="0 0 nan 1"', 'width="1xy" height="2"'])
def test_a_drawing_without_a_size_is_refused(size: str) -> None:
    with pytest.raises(AssetError, match="has neither a viewBox nor a size in line 1"):
        drawn(svg(SQUARE_AND_DISC, size))


@pytest.mark.parametrize(
    "text",
    [
        DOCTYPE.format("") + svg(SQUARE_AND_DISC),
        DOCTYPE.format(f" [{ILLUSTRATOR}]") + svg(SQUARE_AND_DISC, 'xmlns:i="&ns_ai;" viewBox="0 0 200 100"'),
        DOCTYPE.format(f" [{ILLUSTRATOR}]") + svg(SQUARE_AND_DISC).replace("http://www.w3.org/2000/svg", "&ns_svg;"),
        "<!-- " + "made by us " * 2000 + "-->" + svg(SQUARE_AND_DISC),
        b'<?xml version="1.0" encoding="iso-8859-1"?>' + svg(f"<title>Café</title>{SQUARE_AND_DISC}").encode("latin-1"),
        b'<?xml version="1.0" encoding="windows-1252"?>' + svg(f"<desc>“</desc>{SQUARE_AND_DISC}").encode("cp1252"),
        ('<?xml version="1.0" encoding="utf-16"?>' + svg(SQUARE_AND_DISC)).encode("utf-16"),
        b"\xef\xbb\xbf" + svg(SQUARE_AND_DISC).encode(),
    ],
    ids=["doctype", "entities", "namespace", "comment", "latin-1", "windows-1252", "utf-16", "mark"],
)  # fmt: skip
def test_a_drawing_may_begin_as_programs_write_it(text: str | bytes) -> None:
    assert colours(text) == BOTH
    assert read_picture(text if isinstance(text, bytes) else text.encode(), "logo.svg").width == 800


@pytest.mark.parametrize(
    "inner",
    [
        f'{CLIP}<g clip-path="url(#c)">{SQUARE_AND_DISC}</g>',
        f'<symbol id="s" viewBox="0 0 20 10"><g transform="scale(.1)">{SQUARE_AND_DISC}</g></symbol><use href="#s"/>',
        f'<defs><g id="a">{SQUARE_AND_DISC}</g><g id="b"><use xlink:href="#a"/></g></defs><use xlink:href="#b"/>',
        f'<switch><foreignObject requiredExtensions="x"><p>A</p></foreignObject><g>{SQUARE_AND_DISC}</g></switch>',
        f'<switch><g systemLanguage="xx"><rect width="200" height="100"/></g><g>{SQUARE_AND_DISC}</g></switch>',
        f'<a xlink:href="#x">{SQUARE_AND_DISC}</a><x:pgf xmlns:x="urn:x"><x:data>eJzs</x:data></x:pgf>',
        f'<g filter="url(#f)">{SQUARE_AND_DISC}</g><filter id="f"><feOffset dx="0"/></filter>',
    ],
    ids=["clip", "symbol", "use of use", "foreign", "language", "link and foreign", "filter"],
)  # fmt: skip
def test_what_programs_wrap_shapes_in_is_drawn(inner: str) -> None:
    assert colours(svg(inner, f'{XLINK} viewBox="0 0 200 100"')) == BOTH


@pytest.mark.parametrize(
    "style",
    [
        '@charset "utf-8"; .a{fill:#c81e1e}',
        ".a{fill:#c81e1e}@media (prefers-color-scheme: dark){.a{fill:#fff}}",
        ".a{fill:#fff}@media print and (prefers-color-scheme:light), screen{.a{fill:#c81e1e}}",
        ".a{fill:#c81e1e}@media screen{.a{fill:#fff}}@media not all{.a{fill:#fff}}",
        "@font-face{font-family:x;src:url(x.woff)} @namespace x url(http://x); .a{fill:#c81e1e}",
        "/* see http://example.org and url(x) */ .a{fill:#c81e1e}",
        ":root{--c:#c81e1e} .a{fill:var(--c)}",
        ":root{--d:var(--c);--c:#c81e1e} .a{fill: var( --d , blue)}",
        ".a{fill:var(--none, #c81e1e)}",
        "svg{--c:#fff} .a{--c:#c81e1e;fill:var(--c)}",
        ".a{--r:200;fill:rgb(var(--r),30,30)}",
        ".a{fill:#c81e1e!important} rect.a{fill:#fff} svg > .a:hover{fill:#fff}",
        "rect{fill:#fff} .a{fill:#c81e1e}",
        "[class=a]:first-of-type{fill:#c81e1e} circle ~ rect{fill:#fff}",
    ],
)
def test_a_style_sheet_is_applied_as_on_paper(style: str) -> None:
    assert colours(styled(style)) == SQUARE


def test_variables_count_in_attributes_and_styles_of_elements_too() -> None:
    root = 'viewBox="0 0 200 100" style="--c:#c81e1e"'
    assert colours(svg('<rect width="100" height="100" fill="var(--c)"/>', root)) == SQUARE
    assert colours(svg('<g style="--c:#c81e1e"><rect width="100" height="100" style="fill:var(--c)"/></g>')) == SQUARE


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("@import 'x.css'; .a{fill:red}", "has a style that refers to another file in line 1"),
        (".a{fill:url(http://x/y)}", "has a style that refers to another file in line 1"),
        ("@supports (color:red){.a{fill:red}}", "has a style with '@supports', which is not taken, in line 1"),
        ("@media (width:9em){.a{fill:red}}", "has a style for some screens only ('@media (width:9em)') in line 1"),
        (".a{fill:var(--c)}", "uses a style's variable '--c', which it does not define, in line 1"),
        (":root{--c:var(--c)} .a{fill:var(--c)}", "uses a style's variable '--c', which it does not define, in line 1"),
        (".a{fill:oklch(50% 0.2 20)}", "has a fill 'oklch(50% 0.2 20)', which is not taken, in line 1"),
        (".a{stroke-width:calc(1px + 1px)}", "has a stroke-width 'calc(1px + 1px)', which is not taken, in line 1"),
        (".a:not(.b){fill:red}", "has a style with a selector that is a function, which is not taken, in line 1"),
        (".a{fill:red", ""),
        ("..a{fill:red}", "has a style that cannot be read ("),
        ("}", "has a style that cannot be read ("),
        (".a{" + "".join(f"--v{n}:var(--v{n + 1}) var(--v{n + 1});" for n in range(40)) + "--v40: ;fill:var(--v0)}",
         "has styles that are too long with their variables put in in line 1"),
        ("* * * * * * rect{fill:red}", "has styles that take too long to apply in line 1"),
        ("@media all{" * 20_000, "has styles that are nested too deeply"),
        (".a{fill:" + "(" * 20_000, "has styles that are nested too deeply"),
    ],
)  # fmt: skip
def test_what_a_style_sheet_cannot_have_is_told(style: str, told: str) -> None:
    if not told:
        assert drawn(styled(style)).getpixel((50, 50)) == (255, 0, 0, 255)
        return
    with pytest.raises(AssetError) as refused:
        drawn(styled(style))
    assert refused.value.message.startswith(told)


def test_a_style_sheet_of_another_kind_is_told() -> None:
    with pytest.raises(AssetError, match="has a style of type 'text/less' in line 1"):
        drawn(svg(f'<style type="text/less">.a{{fill:red}}</style>{RECT}'))


def entities(declared: str, used: str = "") -> str:
    return f"<!DOCTYPE svg [{declared}]>" + svg(f"<title>{used}</title>{SQUARE_AND_DISC}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (entities('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"), "refers to another file in line 1"),
        (entities('<!ENTITY % a SYSTEM "http://x/y"> %a;'), "refers to another file in line 1"),
        (entities('<!ENTITY % a "x">'), "has an entity 'a' made of other entities in line 1"),
        (entities('<!ENTITY a "aa"><!ENTITY b "&a;&a;">', "&b;"), "has an entity 'b' made of other entities in line 1"),
        (entities(f'\n<!ENTITY a "{"a" * 1000}">\n', "&a;" * 100_000),
         "is too large with its entities put in in line 2"),
        (entities(f'<!ATTLIST g id CDATA "{"a" * 900_000}">').replace("</svg>", "<g/>" * 9 + "</svg>"),
         "is too large with its entities put in in line 1"),
        (DOCTYPE.format("") + svg("<title>&nbsp;</title>"), "uses an entity 'nbsp' that it does not define in line 3"),
        ('<?xml-stylesheet href="x.css"?>' + svg(SQUARE_AND_DISC), "refers to another file in line 1"),
        ("<!DOCTYPE html><html><svg/></html>", "is no SVG drawing: it begins with 'html' of namespace '' in line 1"),
        ("<svg viewBox='0 0 2 1'/>", "is no SVG drawing: it begins with 'svg' of namespace '' in line 1"),
        ('<?xml version="1.0" encoding="shift_jis"?>' + svg(""), "is a damaged SVG file ("),
        ('<?xml version="1.0" encoding="nonsense"?>' + svg(""), "is a damaged SVG file ("),
    ],
)  # fmt: skip
def test_what_leads_out_or_grows_is_refused(text: str, told: str) -> None:
    with pytest.raises(AssetError) as refused:
        read_picture(text.encode(), "logo.svg")
    assert refused.value.message.startswith(told)


def chain(link: str, length: int) -> str:
    """Return elements of which each uses the next."""
    return "".join(link.format(number, number + 1, number + 1) for number in range(length))


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ('<g id="a"><g id="b"><use href="#a"/></g></g>', "has a 'g' that is made of itself in line 1"),
        ('<mask id="m"><rect width="9" height="9" mask="url(#m)"/></mask><rect mask="url(#m)"/>',
         "has a 'mask' that is made of itself in line 1"),
        (chain('<g id="g{}"><use href="#g{}"/><use href="#g{}"/></g>', 20) + '<g id="g20"/>',
         "draws too much, used again and again, in line 1"),
        (chain('<mask id="g{}"><g mask="url(#g{})"/><g style="mask:url(\'#g{}\')"/></mask>', 20) + '<g id="g20"/>',
         "draws too much, used again and again, in line 1"),
        (chain('<g id="g{}"><use href="#g{}"/></g>', 200), "is nested too deeply in line 1"),
        ("".join(chain('<g id="g{}"><use href="#g{}"/></g>;', 200).split(";")[::-1]), "is nested too deeply in line 1"),
        (chain('<use id="g{}" href="#g{}"/>', 200), "is nested too deeply in line 1"),
    ],
)  # fmt: skip
def test_what_is_used_again_and_again_is_bounded(inner: str, told: str) -> None:
    with pytest.raises(AssetError) as refused:
        drawn(svg(inner))
    assert refused.value.message == told


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("", "is empty: all of it is transparent"),
        ('<rect x="500" width="9" height="9"/>', "is empty: all of it is transparent"),
        ('<rect width="200" height="100" fill="#fff"/>', "cannot be seen on white paper"),
        ('<rect width="100" height="100" fill="#f5f5f5"/>', "cannot be seen on white paper"),
        ('<rect width="100" height="100" fill-opacity="0.05"/>', "cannot be seen on white paper"),
    ],
)
def test_a_drawing_that_nobody_would_see_is_told(inner: str, told: str) -> None:
    with pytest.raises(AssetError) as refused:
        read_picture(svg(inner).encode(), "logo.svg")
    assert refused.value.message == told


def test_a_pale_drawing_that_can_be_seen_is_taken() -> None:
    assert read_picture(svg('<rect width="1" height="100" fill="#ffff00"/>').encode(), "logo.svg").alpha
