"""Prepare the built-in bank and layouts, in a checkout: ``python -m generator.sources.preparing``.

Writes ``prepared_values.py``: Python that makes the values which the readers of YAML give.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from generator.digests import digest_of
from generator.sources import nodes
from generator.sources.bank import read_bank
from generator.sources.files import read_bounded
from generator.sources.layout import read_layout
from generator.sources.yaml_nodes import read_yaml

TARGET = Path(__file__).with_name("prepared_values.py")
CHECKOUT = Path(__file__).parents[2]
_HEAD = '''"""What the built-in bank and layouts hold. Written by ``generator.sources.preparing``: do not edit."""

from __future__ import annotations

from collections.abc import Callable

'''


def prepared_source(bank: Path, layouts: Path) -> str:
    """Return the module for a bank and for the layouts in a folder."""
    used: dict[str, set[str]] = {}
    data = bank.read_bytes()
    parts = [
        f'BANK_DIGEST = "{digest_of(data)}"\n',
        f"def bank() -> QuestionBank:\n    return {_source(read_bank(data, bank.name), used)}\n",
        "LAYOUTS: dict[str, tuple[tuple[str, ...], str, Callable[[], Layout]]] = {",
    ]
    files = {path.stem: str(path) for path in sorted(layouts.glob("*.yaml"))}
    for name, path in files.items():
        chain = _chain(name, files)
        digest = digest_of(*(read_bounded(files[each]) for each in chain))
        value = _source(read_layout(read_bounded(path), f"{name}.yaml", name, files), used)
        parts.append(f"    {name!r}: ({chain!r}, {digest!r}, lambda: {value}),")
    imports = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(used.items())]
    return _HEAD + "\n".join([*imports, "", *parts, "}\n"])


def _chain(name: str, files: dict[str, str]) -> tuple[str, ...]:
    """Return the name, and those of all layouts that it extends."""
    root = read_yaml(read_bounded(files[name]), name).root
    base = nodes.scalar(nodes.value(root, "extends"))
    return (name, *_chain(base.text, files)) if base else (name,)


def _source(value: object, used: dict[str, set[str]]) -> str:
    """Return Python that makes a value of named tuples, enumerations and plain values; note the names it uses."""
    kind = type(value)
    if kind.__module__ != "builtins":
        used.setdefault(kind.__module__, set()).add(kind.__name__)
    match value:
        case Enum():
            return f"{kind.__name__}.{value.name}"
        case tuple():
            parts = [_source(each, used) for each in value]
            return f"({', '.join([*parts, ''])})" if kind is tuple else f"{kind.__name__}({', '.join(parts)})"
        case dict():
            pairs = [f"{_source(key, used)}: {_source(each, used)}" for key, each in value.items()]
            return f"{{{', '.join(pairs)}}}"
        case None | bool() | int() | float() | str() | bytes():
            return repr(value)
        case _:
            raise TypeError(kind)


if __name__ == "__main__":
    TARGET.write_text(prepared_source(CHECKOUT / "question_bank.yaml", CHECKOUT / "layouts"), encoding="utf-8")
