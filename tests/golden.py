"""Make some 100 files through the command line, and compare them with those of another version of the program.

    python tests/golden.py write FOLDER
    python tests/golden.py compare FOLDER OTHER [--rendered]

``write`` makes the files of this checkout in a new folder: ``files/``, a description of each in ``dumps/`` with what
the commands said, and ``SHA256SUMS``. ``compare`` tells which files are the same bytes, which have the same
description and which differ; with ``--rendered`` it compares the pages' pixels, too. It ends with 1 where a
description or a picture differs.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

import pypdf  # noqa: E402 - the path first
import pypdfium2  # noqa: E402 - the same

from tests.pdf_dump import dump  # noqa: E402 - the same

SAMPLES = ("answers.yaml", "answers-revision-2.yaml", "brand.yaml", "logo.png")
LAYOUTS = ("booklet", "canvas", "cards", "classic", "large-print", "onepage", "prep", "side-by-side", "tents",
           "workbook")  # fmt: skip
TWO = ("-p", "Ana Lima", "-p", "Ben Okafor")
MEETING = ("--meeting", "2026-12-04 12:30", "--place", "Café Lisboa")
LONG_NAME = "Maximiliana Theodora Aleksandrowna von Hohenstaufen-Wittgenstein zu Berleburg und Sayn"
NAMES = ["Ana Lima", "Ben Okafor", "Cleo Ní Bhriain", "Zoë Nuñez", "Иван Петров", "Ἑλένη Παππᾶ", LONG_NAME, "Bo"]
SIX = [word for name in ("Ana", "Ben", "Cleo", "Dov", "Eva", "Finn") for word in ("-p", name)]
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it has words to say about every font
POINTS_PER_INCH = 72
RENDERED_DPI = 60
DIFF_LINES = 30

COMPOSED: dict[str, tuple[str, ...]] = {
    **{f"blank-{layout}": ("--layout", layout) for layout in LAYOUTS},
    **{f"suggested-{layout}": (*TWO, *MEETING, "--suggest", "3", "--layout", layout) for layout in LAYOUTS},
    **{f"printed-{layout}": (*TWO, "--suggest", "3", "--print-only", "--layout", layout) for layout in LAYOUTS},
    "two": (*TWO, *MEETING),
    "one": ("-p", "Ana Lima", "--suggest", "4"),
    "six": (*SIX, "--suggest", "3", *MEETING, "--minutes", "120"),
    "six-side-by-side": (*SIX, "--suggest", "3", "--layout", "side-by-side", "--paper", "letter"),
    "long-names": ("-p", LONG_NAME, "-p", LONG_NAME.replace("a", "o"), "--suggest", "3"),
    "greek-cyrillic": ("-p", "Ἀριστοτέλης Ὠνάσης", "-p", "Иван Петров", "--suggest", "3"),
    "arabic-chinese": ("-p", "محمد علي", "-p", "王小明", "--suggest", "3"),
    "combining": ("-p", "Zoe\u0308 Nun\u0303ez", "-p", "Łukasz O’Brien-ﬁ", "--layout", "onepage"),
    "letter": (*TWO, "--paper", "letter", "--suggest", "3"),
    "narrow-paper": (*TWO, "--paper", "150x297mm", "--suggest", "2"),
    "easy-reading": (*TWO, "--suggest", "3", "--style", "easy-reading"),
    "ink-saver-dotted": (*TWO, "--suggest", "3", "--style", "ink-saver", "--dotted"),
    "brand": (*TWO, *MEETING, "--suggest", "3", "--brand", "inputs/brand.yaml"),
    "picked": (*TWO, "--pick", "Ana Lima: hopes, tone", "--pick", "Ben Okafor: feedback", "--ruled"),
    "few-questions": (*TWO, "--section", "intentions", "--question", "tone", "--without", "assumptions", "--plain"),
}
"""The options of ``compose`` for each worksheet."""

MERGED: dict[str, tuple[str, ...]] = {
    "alliance": ("inputs/answers.yaml", "--card", "files/card.pdf", "--ics", "files/review.ics"),
    "alliance-side-by-side": ("inputs/answers.yaml", "--layout", "side-by-side", "--paper", "letter"),
    "alliance-large-print": ("inputs/answers.yaml", "--layout", "large-print"),
    "alliance-booklet-brand": ("inputs/answers.yaml", "--layout", "booklet", "--brand", "inputs/brand.yaml"),
    "alliance-long": ("inputs/long.yaml", "--style", "easy-reading"),
    "alliance-six": ("inputs/six.yaml", "--card", "files/card-six.pdf"),
    "share-copy": ("files/alliance.pdf", "--without", "feedback", "--without", "agreements"),
    "share-of-one": ("files/alliance.pdf", "--only", "hopes", "--only", "review"),
    "first": ("files/filled.pdf",),
    "second": ("files/filled-again.pdf",),
    "third": ("files/third-worksheet.pdf", "inputs/answers-revision-2.yaml"),
}
"""The sources and options of ``merge`` for each alliance."""

FILLED = {
    "meeting/place": "The bridge",
    "answer/hopes/p1": "That we laugh.\nThat we finish.",
    "answer/tone/p2": "Калм, “calm” – and ﬁne.",
    "answer/champion/p2": "You make it safe to be wrong. " * 12,
    "agreement/1/what": "We say what we saw within a day",
    "agreement/1/who": "Both",
    "agreement/2/what": "Mondays at nine",
    "review": "1 March 2027",
    "sign/p1": "Ana Lima",
    "pick/hopes/p1": "/Yes",
    "pick/conflict/p2": "/Yes",
}
FILLED_AGAIN = {
    "answer/hopes/p1": "That we still laugh.",
    "answer/conflict/p2": "We walk around the block.",
    "agreement/1/kept": "/Yes",
    "agreement/2/dropped": "/Yes",
    "review": "1 September 2027",
}


def run(name: str, *arguments: str) -> None:
    """Run a command in the present folder, and keep what it says and its exit code in ``dumps/NAME.said``."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1764547200", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "generator", *arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    said = f"$ alliance {' '.join(arguments)}\n{ended.stdout}--\n{ended.stderr}-- {ended.returncode}\n"
    Path("dumps", f"{name}.said").write_text(re.sub(r"\d+(\.\d+)? (ms|s|seconds?)\b", "<time>", said), "utf-8")


def fill(blank: str, filled: str, values: dict[str, str]) -> None:
    """Fill a worksheet in with pypdf, as a viewer does."""
    writer = pypdf.PdfWriter(clone_from=Path("files", f"{blank}.pdf"))
    for page in writer.pages:
        paths = [str(widget.get_object()["/T"]) for widget in page.get("/Annots", ())]
        given = {path: values[path.partition("/")[2]] for path in paths if path.partition("/")[2] in values}
        writer.update_page_form_field_values(page, dict(given), auto_regenerate=False)
    writer.write(Path("files", f"{filled}.pdf"))


def make_inputs() -> None:
    """Write the files that the commands read."""
    for name in SAMPLES:
        shutil.copy(ROOT / "samples" / name, "inputs")
    paragraph = "I have assumed that slow questions annoy you, and I would like to find out whether that is true. "
    long = {
        "people": ["Ana Lima", LONG_NAME],
        "picks": {"Ana Lima": ["hopes"], LONG_NAME: ["tone", "way-back"]},
        "answers": {
            "hopes": {"Ana Lima": f"{paragraph * 20}\n\n{paragraph * 30}", LONG_NAME: "Word" * 60},
            "tone": {LONG_NAME: "\n".join(f"{number}. {paragraph}" for number in range(40))},
            "support": {"Ana Lima": "Ελληνικά, русский, 王, ﷽ and 🙂."},
        },
        "agreements": [{"what": paragraph * 3, "who": "Both"}] * 9,
    }
    people = SIX[1::2]
    six = {
        "people": people,
        "meeting": {"date": "soon"},
        "answers": {question: dict.fromkeys(people, paragraph) for question in ("hopes", "feedback", "champion")},
        "signed": {name: name for name in people},
    }
    for name, answers in (("long", long), ("six", six)):
        Path("inputs", f"{name}.yaml").write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    pairs = [(first, second) for first in NAMES for second in NAMES if first < second][:20]
    roster = "".join(f"{first},{second},2026-12-{day:02} 12:30\n" for day, (first, second) in enumerate(pairs, 1))
    Path("inputs", "roster.csv").write_text(f"person_1,person_2,meeting\n{roster}", "utf-8")


def make_files() -> None:
    """Run the commands in the present folder; those that need others' files after them."""
    for name, options in COMPOSED.items():
        run(name, "compose", *options, "-o", f"files/{name}.pdf")
    for name, options in MERGED.items():
        match name:
            case "first":
                fill("two", "filled", FILLED)
            case "second":
                run(
                    "second-worksheet",
                    "revise",
                    "files/first.pdf",
                    "--suggest",
                    "2",
                    "-o",
                    "files/second-worksheet.pdf",
                )
                fill("second-worksheet", "filled-again", FILLED_AGAIN)
            case "third":
                run("third-worksheet", "revise", "files/alliance.pdf", *MEETING, "-o", "files/third-worksheet.pdf")
        run(name, "merge", *options, "-o", f"files/{name}.pdf")
    run("joined", "revise", "files/alliance.pdf", "-p", "Cleo", "--layout", "workbook", "-o", "files/joined.pdf")
    run("batch", "batch", "inputs/roster.csv", "-o", "files/batch")
    run("batch-own-picks", "batch", "inputs/roster.csv", "-o", "files/batch-own-picks", "--suggest", "3")
    run("packet", "batch", "inputs/roster.csv", "--packet", "files/packet.pdf")
    run("packet-own-picks", "batch", "inputs/roster.csv", "--packet", "files/packet-own-picks.pdf", "--suggest", "3")
    run("calendar", "compose", *TWO, *MEETING, "--ics", "files/meeting.ics", "-o", "files/with-calendar.pdf")
    for kind in ("yaml", "json", "csv", "xfdf"):
        run(f"answers-{kind}", "answers", "files/filled.pdf", "--format", kind)
    run("answers-earlier", "answers", "files/second.pdf", "--revision", "1")
    run("answers-blank", "answers", "files/two.pdf", "--blank")
    for name in ("two", "alliance", "share-copy", "second", "filled"):
        run(f"verify-{name}", "verify", f"files/{name}.pdf")
        run(f"check-{name}", "check", f"files/{name}.pdf")
    run("questions", "questions")
    run("layouts", "layouts")


def write(folder: Path) -> None:
    """Make all files, their descriptions and their digests in a new folder."""
    folder.mkdir(parents=True)
    os.chdir(folder)
    for name in ("inputs", "files", "dumps"):
        Path(name).mkdir()
    make_inputs()
    make_files()
    digests = []
    for path in sorted(path for path in Path("files").rglob("*") if path.is_file()):
        digests.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.as_posix()}\n")
        described = Path("dumps", *path.parts[1:])
        described = described.with_name(f"{path.name}.txt")
        described.parent.mkdir(exist_ok=True)
        described.write_text(dump(path) if path.suffix == ".pdf" else path.read_text("utf-8"), "utf-8")
    Path("SHA256SUMS").write_text("".join(digests), "utf-8")


def compare(folder: Path, other: Path, *, rendered: bool) -> bool:
    """Say what is the same in two folders; return whether all descriptions (and pictures) are."""
    first, second = _digests(folder), _digests(other)
    same_bytes = {name for name in first if first[name] == second.get(name)}
    names = {path.relative_to(root / "dumps") for root in (folder, other) for path in root.glob("dumps/**/*.*")}
    differences = {name: _difference(folder / "dumps" / name, other / "dumps" / name) for name in sorted(names)}
    for name, difference in differences.items():
        if difference:
            _say(f"DIFFERS {name}", *difference[:DIFF_LINES])
            _say(*[f"... and {len(difference) - DIFF_LINES} lines more"] * (len(difference) > DIFF_LINES))
    pictures: list[str] = []
    if rendered:
        inspected = sorted(name for name in first.keys() & second.keys() - same_bytes if name.endswith(".pdf"))
        pictures = [line for name in inspected for line in _differing_pages(folder / name, other / name)]
        _say(*pictures)
    for file in sorted(first.keys() & second.keys() - same_bytes):
        _say(f"other bytes {file} ({_size(folder / file)} -> {_size(other / file)})")
    wrong = sum(map(bool, differences.values()))
    _say(f"{len(same_bytes)} of {len(first.keys() | second.keys())} files are the same bytes.")
    _say(f"{len(differences) - wrong} of {len(differences)} descriptions are the same, {wrong} differ.")
    if rendered:
        _say(f"{len(pictures)} pages look different.")
    return not wrong and not pictures


def _digests(folder: Path) -> dict[str, str]:
    lines = Path(folder, "SHA256SUMS").read_text("utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _difference(first: Path, second: Path) -> list[str]:
    old, new = (path.read_text("utf-8").splitlines() if path.exists() else [] for path in (first, second))
    return list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]


def _size(path: Path) -> int:
    return path.stat().st_size


def _differing_pages(first: Path, second: Path) -> list[str]:
    """Return a line for each page whose pixels are not the same in both files."""
    lines = []
    pages = [_pixels(path) for path in (first, second)]
    if len(pages[0]) != len(pages[1]):
        return [f"LOOKS DIFFERENT {first.name}: {len(pages[0])} and {len(pages[1])} pages"]
    for number, (one, two) in enumerate(zip(*pages, strict=True), 1):
        if one != two:
            levels = [abs(a - b) for a, b in zip(one, two, strict=True)] if len(one) == len(two) else [255]
            count = sum(map(bool, levels))
            lines.append(f"LOOKS DIFFERENT {first.name} page {number}: {count} pixels, by up to {max(levels)} of 255")
    return lines


def _pixels(path: Path) -> list[bytes]:
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        return [bytes(page.render(scale=RENDERED_DPI / POINTS_PER_INCH, grayscale=True).buffer) for page in document]


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("write").add_argument("folder", type=Path)
    comparing = commands.add_parser("compare")
    comparing.add_argument("folder", type=Path)
    comparing.add_argument("other", type=Path)
    comparing.add_argument("--rendered", action="store_true")
    options = parser.parse_args()
    if options.command == "write":
        write(options.folder)
    elif not compare(options.folder, options.other, rendered=options.rendered):
        sys.exit(1)


if __name__ == "__main__":
    main()
