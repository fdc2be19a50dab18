"""``alliance open``."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from generator.cli.completion import FILE
from generator.cli.graceful_stop import graceful_stop
from generator.cli.reporting import echo, echo_err, echo_remark
from generator.errors import escape, require_extra

if TYPE_CHECKING:
    from generator.web.running import Address

DEFAULT_FOLDER = os.path.join("~", "Alliances")
_TEXT_BROWSERS = {"browsh", "elinks", "links", "links2", "lynx", "netrik", "retawq", "w3m", "www-browser"}
_OWN_PACKAGE = "generator"
_ALLOW = "; if it is shown as a text, allow first that it is launched" if sys.platform == "linux" else ""
"""Some desktops of Linux want that."""


@click.command(name="open")
@click.argument("folder", type=FILE, required=False)
@click.option("--port", type=click.IntRange(1, 65535), metavar="N",
              help="Be asked at this port; by default at one that the folder always has.")  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed in any case.")
@click.option("--shortcut", is_flag=True,
              help="Write a file to double-click, which does the same as this command, to the desktop.")  # fmt: skip
@click.pass_context
def open_page(ctx: click.Context, /, folder: str | None, port: int | None, **flags: bool) -> None:
    """Open the work as a page in the browser.

    The page is on this machine only. Worksheets, answers and alliances are files in FOLDER, by default Alliances in
    your home folder: the same files that the other commands write and read. Ctrl-C, or Quit on the page, ends it.

    \b
    Examples:
      alliance open
      alliance open lunches --no-browser
      alliance open --shortcut
    """  # noqa: D301 - click's own mark for text that is not wrapped
    require_extra("page", "page", "jinja2", "starlette", "uvicorn")
    usual = os.path.abspath(os.path.expanduser(DEFAULT_FOLDER))
    path = usual if folder is None else os.path.abspath(folder)
    if flags["shortcut"]:
        from generator.web.shortcut import save_shortcut  # noqa: PLC0415 - few write one

        written = save_shortcut(path, is_usual=path == usual)
        echo_remark(f"Wrote {escape(written)}. Double-click it to open the page{_ALLOW}.")
    else:
        _serve(path, port, wants_browser=not flags["no_browser"], debug=bool(ctx.find_root().params["debug"]))


def _serve(path: str, port: int | None, *, wants_browser: bool, debug: bool) -> None:
    """Serve the page, and tell what there is to tell, until it ends."""
    from generator.web.server import Console, serve  # noqa: PLC0415 - imports an extra

    def announce(address: Address) -> None:
        echo(f"Open {address.link()}")
        echo_remark(f"It works in {escape(path)}. Ctrl-C ends it.")
        _open_browser(address, wants_browser=wants_browser)

    def announce_other(address: Address) -> None:
        echo(f"It is open already: {address.link()}")
        _open_browser(address, wants_browser=wants_browser)

    with graceful_stop() as stop:
        tell_fault = partial(_tell_fault, debug=debug)
        if serve(path, port, Console(announce, announce_other, echo_err, tell_fault, stop.is_requested)):
            echo_remark("Ended; everything is in the folder.")


def _tell_fault(fault: BaseException, *, debug: bool) -> None:
    """Say where an unexpected failure came up; not its own words, for they may be somebody's answers."""
    import traceback  # noqa: PLC0415 - only faults pay for it

    if debug:
        traceback.print_exception(fault)
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}{_OWN_PACKAGE}{os.sep}" in frame.filename] or frames
    place = f" ({os.path.basename(ours[-1].filename)}:{ours[-1].lineno})" if ours else ""
    hint = "" if debug else " Run alliance --debug open to see more."
    echo_err(f"Unexpected failure on the page: {type(fault).__name__}{place}.{hint}")


def _has_display() -> bool:
    """Tell whether a browser can show itself; one in a terminal would stand in the way of the server."""
    browsers = os.environ.get("BROWSER", "").split(os.pathsep)
    if any(os.path.basename(browser.split(" ")[0]) in _TEXT_BROWSERS for browser in browsers):
        return False
    if sys.platform in {"win32", "darwin"}:
        return "SSH_CONNECTION" not in os.environ  # else it would be shown where nobody sits
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_browser(address: Address, *, wants_browser: bool) -> None:
    """Open a browser where it is wanted and can show itself, without waiting for it."""
    if not (wants_browser and _has_display()):
        return
    import subprocess  # noqa: PLC0415 - only who has a display pays

    # a process of its own, away from the terminal: some browsers are waited for, and without TERM none in a terminal
    # is looked for
    environment = {name: value for name, value in os.environ.items() if name != "TERM"}
    browser = subprocess.Popen(  # noqa: S603 - an address of ours
        [sys.executable, "-I", "-m", "webbrowser", address.browser_link()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    browser.returncode = 0  # nobody waits for it, which Python is not to complain of
