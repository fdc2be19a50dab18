"""What people type, from other programs or from memory, that is not like what they mean letter by letter."""

from __future__ import annotations

_PEOPLE = ("--person", "each person is named once with it")
_BRAND = ("--brand", "a brand's file names logo and colours")
_TIME = ("--meeting", "it takes a date, or date and time")
_OUTPUT = ("--output", "")
OPTIONS = {
    "--name": _PEOPLE, "--names": _PEOPLE, "--people": _PEOPLE, "--persons": _PEOPLE, "--participants": _PEOPLE,
    "--logo": _BRAND, "--color": _BRAND, "--colors": _BRAND, "--colour": _BRAND, "--colours": _BRAND,
    "--company": _BRAND, "--organisation": _BRAND, "--organization": _BRAND,
    "--date": _TIME, "--when": _TIME, "--time": _TIME, "--at": _TIME,
    "--out": _OUTPUT, "--outfile": _OUTPUT, "--out-file": _OUTPUT, "--output-file": _OUTPUT, "--out-dir": _OUTPUT,
    "--outdir": _OUTPUT, "--dir": _OUTPUT, "--folder": _OUTPUT, "--to": _OUTPUT, "--save": _OUTPUT, "--pdf": _OUTPUT,
    "--where": ("--place", ""), "--location": ("--place", ""), "--venue": ("--place", ""),
    "--duration": ("--minutes", ""), "--length": ("--minutes", ""), "--hours": ("--minutes", "in minutes"),
    "--size": ("--paper", ""), "--page-size": ("--paper", ""), "--format": ("--paper", ""),
    "--lang": ("--language", ""), "--locale": ("--language", ""),
    "--tz": ("--timezone", ""), "--zone": ("--timezone", ""), "--calendar": ("--ics", ""), "--ical": ("--ics", ""),
    "--template": ("--layout", ""), "--theme": ("--style", ""), "--large-print": ("--style", "easy-reading is one"),
    "--exclude": ("--without", ""), "--skip": ("--without", ""), "--omit": ("--without", ""),
    "--include": ("--question", ""), "--questions": ("--question", "one for each; a file of them is --bank"),
    "--own": ("--add", ""), "--extra": ("--add", ""),
    "--count": ("--suggest", ""), "--number": ("--suggest", ""), "--random": ("--suggest", ""),
    "--overwrite": ("--force", ""), "--replace": ("--force", ""), "--yes": ("--force", ""),
    "--silent": ("--quiet", ""), "--check": ("--dry-run", ""),
    "--jobs": ("--workers", ""), "--parallel": ("--workers", ""),
    "--blank": ("--print-only", ""), "--paper-only": ("--print-only", ""), "--no-form": ("--print-only", ""),
    "--remind": ("--review", ""), "--next": ("--review", ""), "--encrypt": ("--password", ""),
}  # fmt: skip
"""What is meant, and why; it counts where the command has that option."""
COMMANDS = {
    **dict.fromkeys(("create", "generate", "make", "print", "sheet", "worksheet", "write"), "compose"),
    **dict.fromkeys(("combine", "finalise", "finalize", "finish", "import", "join", "sign"), "merge"),
    **dict.fromkeys(("dump", "export", "extract", "read", "show"), "answers"),
    **dict.fromkeys(("lint", "test", "validate"), "check"),
    **dict.fromkeys(("again", "next", "renew", "review", "update"), "revise"),
    **dict.fromkeys(("example", "init", "schema", "starter", "template"), "new"),
    **dict.fromkeys(("app", "browser", "gui", "page", "serve", "start", "web"), "open"),
    **dict.fromkeys(("mailmerge", "packet", "roster"), "batch"),
    **dict.fromkeys(("gather", "inbox", "sort"), "collect"),
    **dict.fromkeys(("bank", "ids"), "questions"),
    **dict.fromkeys(("formats", "papers", "styles", "templates", "themes"), "layouts"),
    **dict.fromkeys(("lang", "locales", "translations"), "languages"),
    **dict.fromkeys(("archive", "find", "ls"), "list"),
    **dict.fromkeys(("digest", "hash"), "verify"),
    **dict.fromkeys(("ical", "ics", "remind"), "calendar"),
    "man": "help",
}
"""What is meant; it counts where there is that command."""


def find_option(typed: str, known: set[str]) -> tuple[str, str]:
    """Return the option of a command that is meant by one that it has not, and a reason; both may be empty."""
    folded = typed.lower().replace("_", "-")
    if folded in known:
        return folded, ""
    option, reason = OPTIONS.get(folded, ("", ""))
    return (option, reason) if option in known else ("", "")


def find_command(typed: str, known: list[str]) -> str:
    """Return the command that is meant by what is none; empty where nobody knows."""
    folded = typed.lower()
    if folded in known:
        return folded
    command = COMMANDS.get(folded, "")
    return command if command in known else ""
