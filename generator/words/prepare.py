"""Prepare the catalogues: ``python -m generator.words.prepare``; needs Babel and polib (the extra ``test``).

Out of the code come the English messages, into ``po/messages.pot`` and into every language's ``po`` file; what a
message was called before it changed is not guessed. Of the ``po`` files and CLDR come the small files that are read.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polib
from babel import Locale as CldrLocale
from babel.messages.extract import extract

from generator.words.catalogue import LOCALES, SEPARATOR, Locale
from generator.words.po_file import read_plural, read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent
PO, PREPARED = _HERE / "po", _HERE / "prepared"
TEMPLATE = PO / "messages.pot"
SOURCES = ("labels.py", "messages.py", "changes.py", "tooltips.py")
_KEYWORDS = {"Label": ((1, "c"), 2), "say": ((1, "c"), 2), "count": ((1, "c"), 2, 3)}
_MORE_LOCALES = (
    *("af", "am", "az", "be", "bg", "bn", "bs", "ca", "da", "et", "eu", "fa", "fi", "fil", "ga", "gl", "gu", "hr"),
    *("hu", "hy", "id", "is", "ka", "kk", "km", "kn", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb"),
    *("ne", "nn", "pa", "pt-PT", "ro", "si", "sk", "sl", "sq", "sr", "sw", "ta", "te", "th", "ur", "uz", "vi"),
    *("zh-Hant", "zu"),
)
"""Languages whose dates and lists are prepared for words of the user's own; the shipped ones are beside them."""
_LATIN_DIGITS = "latn"


class Message(NamedTuple):
    """A message as it stands in the code."""

    context: str
    one: str
    many: str
    """Empty where it has no plural."""
    where: str


def extract_messages() -> list[Message]:
    """Return the messages of the code, in its order, each once."""
    found = [message for name in SOURCES for message in _extract(name)]
    return list({(message.context, message.one): message for message in reversed(found)}.values())[::-1]


def _extract(name: str) -> Iterator[Message]:
    with (_HERE / name).open("rb") as file:
        for _, texts, _, context in extract("python", file, keywords=_KEYWORDS):
            one, many = texts if isinstance(texts, tuple) else (texts, "")
            if context:
                yield Message(context, one, many, name)


def write_template(messages: list[Message]) -> polib.POFile:
    """Write the template of all messages, and return it."""
    template = polib.POFile(wrapwidth=110)
    template.header = "What the worksheets say, in English. Texts in braces are places: keep them as they are."
    template.metadata = {
        "Language": "",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for message in messages:
        plural = {"msgid_plural": message.many, "msgstr_plural": {0: "", 1: ""}} if message.many else {}
        template.append(
            polib.POEntry(msgctxt=message.context, msgid=message.one, occurrences=[(message.where, "")], **plural)
        )
    template.save(str(TEMPLATE))
    return template


def prepare_language(path: Path, template: polib.POFile) -> dict[str, str | int]:
    """Bring a language's file up to the template, write its catalogue, and return its name and state.

    Raises ``InvalidInput`` where a translation has other places than its message, or too few plural forms.
    """
    file = polib.pofile(str(path), wrapwidth=110)
    file.merge(template)
    for entry in file.obsolete_entries():
        file.remove(entry)
    forms, _ = read_plural(file, path.name)
    for entry in file:
        entry.msgstr_plural = {form: text for form, text in entry.msgstr_plural.items() if int(form) < forms}
    file.save()
    found = read_po(path.read_text(encoding="utf-8"), path.name)
    language = path.stem
    _write_json(PREPARED / f"{language}.json", {"plural": found.plural, "messages": found.messages})
    name = CldrLocale.parse(language.replace("-", "_")).get_display_name() or language
    return {"name": name, "state": found.state, "translated": len(found.messages), "messages": len(template)}


def describe_locale(language: str) -> Locale:
    """Return how a language writes dates and lists, by CLDR."""
    cldr = CldrLocale.parse(language.replace("-", "_"))
    months = tuple(cldr.months["format"]["wide"][month] for month in range(1, 13))
    lists = cldr.list_patterns["standard"]
    return Locale(
        months=months,
        date=_convert_pattern(cldr.date_formats["long"].pattern),
        moment=str(cldr.datetime_formats["medium"]).replace("{1}", "{date}").replace("{0}", "{time}").replace("'", ""),
        two=lists["2"],
        start=lists["start"],
        end=lists["end"],
        thousands=cldr.number_symbols.get(_LATIN_DIGITS, cldr.number_symbols)["group"],
        right_to_left=cldr.text_direction == "rtl",
    )


_FIELDS = {"d": "{day}", "dd": "{day:02}", "MMMM": "{month}", "MMM": "{month}", "M": "{number}", "MM": "{number:02}"}


def _convert_pattern(pattern: str) -> str:
    """Return CLDR's pattern of a date (UTS 35, 4) as one of ``str.format``."""
    tokens = [match[0] for match in re.finditer(r"'[^']*'|([dMyG])\1*|[^dMyG']+", pattern)]
    return "".join(
        token[1:-1]
        if token[0] == "'"
        else _FIELDS.get(token, "{year}" if token[0] == "y" else "" if token[0] == "G" else token)
        for token in tokens
    ).strip()


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(f"{text}\n", encoding="utf-8")


def main() -> None:
    """Write the template, the catalogues, their list and the locales."""
    template = write_template(extract_messages())
    PREPARED.mkdir(exist_ok=True)
    languages = {path.stem: prepare_language(path, template) for path in sorted(PO.glob("*.po"))}
    _write_json(PREPARED / "languages.json", languages)
    _write_json(PREPARED / "keys.json", [f"{entry.msgctxt}{SEPARATOR}{entry.msgid}" for entry in template])
    locales = {name: describe_locale(name)._asdict() for name in sorted({*languages, *_MORE_LOCALES})}
    _write_json(PREPARED / LOCALES, locales)


if __name__ == "__main__":
    main()
