"""With ``ALLIANCE_NO_SKIPS`` set, as ``.ci/run`` sets it, a test that would be skipped fails and says why.

Property tests then try the same examples each time, so that a change is judged by what it changes, and do not spend
minutes on looking for a smaller example of what failed; elsewhere every run tries new ones, and makes them small.

``pytest -m "not slow"`` is the quick part: without foreign programs and builds, without whole commands and requests to
the page (which are marked ``commands``, too), and without what is marked otherwise.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

STRICT = bool(os.environ.get("ALLIANCE_NO_SKIPS"))
# no deadline: how long an example takes says more about the machine than about the code
PHASES = [phase for phase in Phase if not (STRICT and phase in {Phase.shrink, Phase.explain})]
settings.register_profile("ours", deadline=None, derandomize=STRICT, phases=PHASES)
settings.load_profile("ours")
SLOW_FOLDERS = {"foreign", "packaging"}
COMMAND_FOLDERS = {"cli", "stories", "web"}
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell that starts the tests in the background lets them ignore Ctrl-C, and what they start inherits that
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    # nohup does the same to hang-ups; a handler that does nothing is not inherited
    signal.signal(signal.SIGHUP, lambda *_: None)

os.environ["ALLIANCE_NO_DEFAULTS"] = "1"  # those of who runs the tests change none of them

sys.modules["justmytype_intl_cjk"] = None  # type: ignore[assignment] # whether this extra is there changes no test

Report = pytest.TestReport | pytest.CollectReport


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that with several workers none of them is left alone with one at last.

    They start hundreds of processes, too, which is quicker as long as this one is small.
    """
    items.sort(key=lambda item: _FIRST.index(item.path.name) if item.path.name in _FIRST else len(_FIRST))


_FIRST = (
    "test_damage.py",
    "test_journeys.py",
    "test_never_lost.py",
    "test_languages.py",
    "test_every_language.py",
    "test_new_in_browser.py",
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """For the quick part, do not even read the folders in which everything is slow: that takes seconds."""
    everything_is_slow = collection_path.name in SLOW_FOLDERS | COMMAND_FOLDERS
    return True if everything_is_slow and config.getoption("markexpr") == "not slow" else None


def pytest_itemcollected(item: pytest.Item) -> None:
    folder = item.path.parent.name
    if folder in COMMAND_FOLDERS and not item.get_closest_marker("slow"):
        item.add_marker(pytest.mark.commands)
    if folder in SLOW_FOLDERS | COMMAND_FOLDERS:
        item.add_marker(pytest.mark.slow)


def _refuse_skip(report: Report) -> None:
    expected_to_fail = hasattr(report, "wasxfail")
    if report.skipped and not expected_to_fail and STRICT:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here (ALLIANCE_NO_SKIPS). {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report
