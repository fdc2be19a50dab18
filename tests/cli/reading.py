"""Read back what commands made, and make what they read."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pypdf

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Ended, Terminal

ANA_AND_BEN = ("-p", "Ana Lima", "-p", "Ben Okafor")
BANK = """\
title: Our own questions
sections:
  - {id: start, title: Start, questions: [{id: why, text: Why are we here?}, {id: tone, text: Who else?}]}
closing: {title: End, questions: [{id: bye, text: Bye?}]}
"""


def worksheet(alliance: Terminal, *arguments: str | Path) -> bytes:
    return alliance.done("compose", *arguments, "-o", "-").out


def held(alliance: Terminal, file: str | Path) -> dict[str, object]:
    """Return what a file holds, by ``alliance answers``."""
    loaded = json.loads(alliance.done("answers", file, "--format", "json").out)
    assert isinstance(loaded, dict)
    return loaded


def attached(pdf: bytes) -> dict[str, object]:
    (data,) = pypdf.PdfReader(io.BytesIO(pdf)).attachments["alliance.json"]
    loaded = json.loads(data)
    assert isinstance(loaded, dict)
    return loaded


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def refusal(ended: Ended, alliance: Terminal, *kept: str) -> str:
    """Return the one line of a refusal, after which there is nothing new."""
    assert (ended.code, ended.out) == (3, b"")
    assert set(alliance.files()) <= set(kept)
    (line,) = ended.lines
    return line
