"""Compare what two versions of the program make: some 40 documents of every kind, their bytes and what they hold.

    python tests/golden.py write DIR         make the documents, each with a dump of what it holds, DIR/NAME.txt
    python tests/golden.py compare OLD NEW   tell which have equal bytes, which equal dumps, which neither (exit code 1)

Run in a checkout: it calls ``python -m generator`` there, so it knows nothing of how the program is built. A dump holds
the text of each page, fields with values, tooltips and places, the structure tree, metadata, attachments, page boxes,
bookmarks and settings.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, TextStringObject

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
LAYOUTS = ("booklet", "cards", "classic", "large-print", "onepage", "prep", "side-by-side", "workbook")
PAIR = '-p "Ana Lima" -p "Ben Okafor"'
SIX = "-p Ana -p Ben -p Cleo -p Dan -p Eva -p Finn"
WHEN = '--meeting "2026-12-04 12:30" --place "Café Lisboa"'
LONG = '-p "Maximiliane Konstantinopolskaya-Featherstonehaugh von und zu Hohenlohe" -p "Ben Okafor"'

COMMANDS = {
    **{f"blank-{layout}.pdf": f"compose --layout {layout}" for layout in LAYOUTS},
    **{f"picks-{layout}.pdf": f"compose --layout {layout} {PAIR} {WHEN} --suggest 3" for layout in LAYOUTS},
    **{f"paper-{layout}.pdf": f"compose --layout {layout} {PAIR} --suggest 3 --print-only" for layout in LAYOUTS},
    "one.pdf": "compose -p Ana --suggest 3",
    "six.pdf": f"compose {SIX} --suggest 3 {WHEN}",
    "six-letter.pdf": f"compose {SIX} --suggest 2 --paper letter --layout workbook",
    "long-names.pdf": f"compose {LONG} --suggest 3",
    "greek-cyrillic.pdf": 'compose -p "Иван Петров" -p "Ελένη Παπαδοπούλου" --suggest 4',
    "uncovered.pdf": 'compose -p "你好" -p "مرحبا" --suggest 3',
    "easy-reading.pdf": f"compose {PAIR} --suggest 3 --style easy-reading",
    "ink-saver.pdf": f"compose {PAIR} --suggest 3 --style ink-saver --dotted",
    "brand.pdf": f"compose {PAIR} --suggest 3 --brand samples/brand.yaml",
    "own-picks.pdf": f'compose {PAIR} --pick "Ana Lima: hopes, tone, conflict" --pick "Ben Okafor: feedback"',
    "alliance.pdf": "merge samples/answers.yaml --card {folder}/card.pdf",
    "alliance-onepage.pdf": "merge samples/answers.yaml --layout onepage",
    "alliance-side.pdf": "merge samples/answers.yaml --layout side-by-side --paper letter",
    "alliance-large.pdf": "merge samples/answers.yaml --layout large-print --brand samples/brand.yaml",
    "alliance-long.pdf": "merge {folder}/long.json",
    "excerpt.pdf": "merge {folder}/alliance.pdf --without feedback --card {folder}/card-excerpt.pdf",
    "revise.pdf": 'revise {folder}/alliance.pdf --meeting "2027-03-01 12:30"',
    "merged.pdf": "merge {folder}/filled.pdf",
    "revision-2.pdf": "merge {folder}/filled-again.pdf",
    "packet.pdf": "batch {folder}/roster.csv --suggest 3 --packet {folder}/packet.pdf",
    "batch": "batch {folder}/roster.csv -o {folder}/batch",
    "batch-picks": "batch {folder}/roster.csv --suggest 3 -o {folder}/batch-picks",
}
NEEDS = {"merged.pdf": ("picks-classic.pdf", "filled.pdf"), "revision-2.pdf": ("revise.pdf", "filled-again.pdf")}


def write(folder: Path) -> None:
    """Make all documents in the folder, which must not exist, with their dumps."""
    folder.mkdir()
    _write_inputs(folder)
    for name, command in COMMANDS.items():
        if name in NEEDS:
            source, filled = NEEDS[name]
            _fill_in(folder / source, folder / filled)
        words = shlex.split(command.format(folder=folder))
        if name.endswith(".pdf") and "--packet" not in words:
            words += ["-o", str(folder / name)]
        subprocess.run([sys.executable, "-m", "generator", *words], cwd=ROOT, check=True, capture_output=True)
    for path in sorted(folder.rglob("*.pdf")):
        path.with_suffix(".txt").write_text(dump(path.read_bytes()), "utf-8")


def _write_inputs(folder: Path) -> None:
    people = ["Ana", "Ben", "Cleo", "Dan", "Eva", "Finn"]
    words = " ".join(f"word{number}" for number in range(700))
    answers = {name: f"{name} says: {words}\n\n- one\n- two\n" for name in people}
    data = {
        "people": people,
        "picks": {"Ana": ["hopes"], "Ben": ["tone", "feedback"]},
        "answers": {"hopes": answers, "tone": {"Ana": 'Short, "quoted" – Ελλάδα, Россия.'}, "support": answers},
        "agreements": [{"what": f"We keep agreement {number} as we said", "who": "Both"} for number in range(12)],
        "review": "2027-03-01",
    }
    (folder / "long.json").write_text(json.dumps(data), "utf-8")
    rows = [f"Person {number},Partner Ó {number * 7 % 20},2026-12-{number % 20 + 1:02} 12:30" for number in range(20)]
    (folder / "roster.csv").write_text("\n".join(["person_1,person_2,meeting", *rows, ""]), "utf-8")


def _fill_in(source: Path, target: Path) -> None:
    """Give every third answer a value and tick every second selection box; what is drawn stays as it was."""
    writer = PdfWriter(clone_from=source)
    count = 0
    for page in writer.pages:
        for annotation in page.get("/Annots", ()):
            field = annotation.get_object()
            count += 1
            if "/pick/" in field.get("/T", "") and count % 2:
                field.update({NameObject("/V"): NameObject("/Yes"), NameObject("/AS"): NameObject("/Yes")})
            elif "/answer/" in field.get("/T", "") and count % 3 == 0:
                text = f"Typed into field {count}: Ünïcode, Ελλάδα.\nA second line."
                field[NameObject("/V")] = TextStringObject(text)
    writer.write(target)


def dump(data: bytes) -> str:
    """Return what a PDF holds, as text to compare."""
    reader = PdfReader(io.BytesIO(data))
    parts = [*_pages(data), *_fields(reader), "structure:"]
    root = cast("DictionaryObject", reader.trailer["/Root"])
    tree = root.get("/StructTreeRoot")
    parts += _structure(tree.get_object() if tree else None, 0, {})
    parts.append(f"info: {dict(reader.metadata or {})}")
    if metadata := root.get("/Metadata"):
        parts.append(metadata.get_object().get_data().decode())
    for name, contents in reader.attachments.items():
        parts += [f"attachment {name}: {hashlib.sha256(content).hexdigest()}" for content in contents]
    parts += [f"{key}: {_plain(root[key])}" for key in ("/Lang", "/ViewerPreferences", "/MarkInfo") if key in root]
    parts += _bookmarks(reader, reader.outline, 0)
    return "\n".join(parts) + "\n"


def _pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    parts = []
    for number, page in enumerate(document, 1):
        text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        parts.append(f"page {number} {page.get_mediabox()}\n{text}")
    return parts


def _fields(reader: PdfReader) -> list[str]:
    parts = []
    for number, page in enumerate(reader.pages, 1):
        for annotation in page.get("/Annots", ()):
            field = annotation.get_object()
            shown = {
                key: _plain(field[key]) for key in ("/FT", "/Ff", "/F", "/V", "/AS", "/TU", "/DA", "/Q") if key in field
            }
            parts.append(f"field {number} {field.get('/T')} {_plain(field['/Rect'])} {shown}")
    return parts


def _structure(node: Any, depth: int, seen: dict[int, None]) -> list[str]:  # noqa: ANN401 - any PDF object
    if isinstance(node, ArrayObject):
        return [line for kid in node for line in _structure(kid.get_object(), depth, seen)]
    if not isinstance(node, DictionaryObject):
        return []
    if node.get("/Type") == "/OBJR":
        return ["  " * depth + f"field {cast('DictionaryObject', node['/Obj'].get_object()).get('/T')}"]
    words = [
        str(node.get("/S", "root")),
        *(f"{key}={node[key]}" for key in ("/Alt", "/ActualText", "/Lang") if key in node),
    ]
    kids = node.get("/K")
    return [
        "  " * depth + " ".join(words),
        *_structure(kids.get_object() if kids is not None else None, depth + 1, seen),
    ]


def _bookmarks(reader: PdfReader, items: Any, depth: int) -> list[str]:  # noqa: ANN401 - pypdf's nested lists
    lines = []
    for item in items:
        if isinstance(item, list):
            lines += _bookmarks(reader, item, depth + 1)
        else:
            lines.append(f"bookmark {'  ' * depth}{item.title} page {reader.get_destination_page_number(item)}")
    return lines


def _plain(value: Any) -> str:  # noqa: ANN401 - any PDF object
    """Return a direct object as text, references resolved, numbers rounded."""
    if isinstance(value, IndirectObject):
        value = value.get_object()
    if isinstance(value, ArrayObject):
        return "[" + " ".join(_plain(item) for item in value) + "]"
    if isinstance(value, DictionaryObject):
        return "{" + " ".join(f"{key} {_plain(item)}" for key, item in sorted(value.items())) + "}"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def compare(old: Path, new: Path) -> int:
    """Print how two folders differ; return 1 where dumps do, else 0."""
    names = sorted({str(path.relative_to(folder)) for folder in (old, new) for path in folder.rglob("*.pdf")})
    worst = 0
    for name in names:
        pair = [folder / name for folder in (old, new)]
        if not all(path.exists() for path in pair):
            print(f"only in one  {name}")  # noqa: T201
            worst = 1
        elif pair[0].read_bytes() != pair[1].read_bytes():
            before, after = (path.with_suffix(".txt").read_text("utf-8").splitlines() for path in pair)
            difference = list(difflib.unified_diff(before, after, lineterm="", n=0))
            print(f"{'DUMP DIFFERS' if difference else 'same dump   '} {name}", *difference[:20], sep="\n  ")  # noqa: T201
            worst = max(worst, int(bool(difference)))
        else:
            print(f"same bytes   {name}")  # noqa: T201
    return worst


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", target]:
            write(Path(target).absolute())
        case ["compare", first, second]:
            sys.exit(compare(Path(first), Path(second)))
        case _:
            sys.exit(__doc__)
