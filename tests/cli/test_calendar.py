"""``--ics``: the lunch and the next review as calendar events, which two parsers read, and which a re-run updates."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from generator.files import publishing
from tests.cli.reading import ANA_AND_BEN

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    import icalendar as library

    from tests.cli.terminal import Terminal

WHEN = ("--meeting", "2026-12-04 12:30")
LUNCH = (*ANA_AND_BEN, *WHEN, "--ics", "lunch.ics")
ANSWERS = """\
people: [Ana Lima, Ben Okafor]
answers: {hopes: {Ana Lima: Much; and, more}}
agreements: [{what: "We say it within a day; always, both", who: Both}, {what: Lunch}]
review: 2027-03-01
"""


@pytest.fixture(autouse=True)
def icalendar() -> ModuleType:
    found: ModuleType = pytest.importorskip("icalendar", reason="icalendar is not installed")
    return found


def event_in(path: Path) -> library.Event:
    import icalendar  # noqa: PLC0415 - an extra

    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def lunch(alliance: Terminal, *options: str) -> library.Event:
    given = LUNCH if "--meeting" not in options else (*ANA_AND_BEN, "--ics", "lunch.ics")
    alliance.done("compose", *given, *options, "--force")
    return event_in(alliance.folder / "lunch.ics")


def review(alliance: Terminal, answers: str, *options: str) -> library.Event:
    alliance.file("a.yaml", answers)
    alliance.done("merge", "a.yaml", "--ics", "review.ics", *options, "--force")
    return event_in(alliance.folder / "review.ics")


def test_the_lunch_is_an_event_with_its_place_and_plan(alliance: Terminal) -> None:
    ended = alliance.done("compose", *LUNCH, "--place", "Café Lisboa, outside", "--suggest", "3")
    assert ended.lines[-1].startswith("Wrote lunch.ics. Open it")
    event = event_in(alliance.folder / "lunch.ics")
    assert event["SUMMARY"] == "Designing the Alliance: Ana Lima and Ben Okafor"
    assert (event.start, event.end) == (dt.datetime(2026, 12, 4, 12, 30), dt.datetime(2026, 12, 4, 14, 0))  # noqa: DTZ001 - floating
    assert event["LOCATION"] == "Café Lisboa, outside"
    plan = str(event["DESCRIPTION"]).splitlines()
    assert (plan[0], plan[2][:5], plan[-1]) == ("12:30 Arrive", "12:40", "14:00 End")
    assert len(plan) == 11


def test_a_second_parser_reads_the_same(alliance: Terminal) -> None:
    vobject = pytest.importorskip("vobject", reason="vobject is not installed")
    place = "Café Lisboa; outside, " + "left of the door, " * 9
    alliance.done("compose", *LUNCH, "--place", place, "--timezone", "Europe/Lisbon")
    text = (alliance.folder / "lunch.ics").read_bytes().decode()
    assert max(len(line.encode()) for line in text.splitlines()) <= 75
    event = vobject.readOne(text).vevent
    assert event.dtstart.value.astimezone(dt.UTC) == dt.datetime(2026, 12, 4, 12, 30, tzinfo=dt.UTC)
    assert event.location.value == place.strip()
    assert event.description.value.startswith("12:30 Arrive\n12:35 Choose\n")


def test_a_time_zone_goes_along_with_its_rules(alliance: Terminal) -> None:
    vobject = pytest.importorskip("vobject", reason="vobject is not installed")
    event = lunch(alliance, "--timezone", "America/New_York")
    assert event.start == dt.datetime(2026, 12, 4, 12, 30, tzinfo=ZoneInfo("America/New_York"))
    text = (alliance.folder / "lunch.ics").read_text("utf-8")
    assert "DTSTART;TZID=America/New_York:20261204T123000" in text
    zone = vobject.readOne(text).vtimezone.tzinfo  # built of the VTIMEZONE alone
    for month, hours in ((1, -5), (7, -4), (12, -5)):
        assert zone.utcoffset(dt.datetime(2026, month, 4, 12)) == dt.timedelta(hours=hours)  # noqa: DTZ001 - asked of the zone
    alliance.done("compose", *LUNCH, "--force")
    assert "VTIMEZONE" not in (alliance.folder / "lunch.ics").read_text("utf-8")


def test_made_again_with_another_time_it_is_the_same_event_of_the_next_sequence(alliance: Terminal) -> None:
    first = lunch(alliance)
    before = (alliance.folder / "lunch.ics").read_bytes()
    assert lunch(alliance)["SEQUENCE"] == first["SEQUENCE"] == 0
    assert (alliance.folder / "lunch.ics").read_bytes() == before
    second = lunch(alliance, "--meeting", "2026-11-27 12:00", "--place", "Elsewhere")
    assert (second["UID"], second["SEQUENCE"]) == (first["UID"], 1)
    assert lunch(alliance, "--meeting", "2026-11-27 13:00", "--place", "Elsewhere")["SEQUENCE"] == 2


def test_other_people_have_another_event_and_the_same_in_other_order_the_same(alliance: Terminal) -> None:
    def uid(*names: str, when: str = "2026-12-04 12:30") -> str:
        people = [part for name in names for part in ("-p", name)]
        alliance.done("compose", *people, "--meeting", when, "--ics", "x.ics", "-o", "x.pdf", "--force")
        return str(event_in(alliance.folder / "x.ics")["UID"])

    assert uid("Ana", "Ben") == uid("ben", "ana") != uid("Ana", "Cleo")
    assert uid() != uid(when="2026-12-04 13:30")


def test_a_foreign_file_in_its_place_is_replaced_with_force_alone(alliance: Terminal) -> None:
    for content in (b"", b"\xff\xfe mine", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nSEQUENCE:x\nEND:VEVENT\n"):
        alliance.file("lunch.ics", content)
        ended = alliance("compose", *LUNCH)
        assert (ended.code, alliance.files()) == (5, ["lunch.ics"])
        assert (alliance.folder / "lunch.ics").read_bytes() == content
        assert lunch(alliance)["SEQUENCE"] == 0
        (alliance.folder / "worksheet-ana-lima-ben-okafor.pdf").unlink()


def test_the_date_of_the_file_is_the_one_of_the_environment(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dt.datetime(1970, 1, 1, tzinfo=dt.UTC) == lunch(alliance).DTSTAMP
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert dt.datetime.fromtimestamp(1790000000, dt.UTC) == lunch(alliance).DTSTAMP


@pytest.mark.parametrize("when", [(), ("--meeting", "2026-12-04")])
def test_without_date_and_time_there_is_no_event(alliance: Terminal, when: tuple[str, ...]) -> None:
    ended = alliance("compose", *ANA_AND_BEN, *when, "--ics", "lunch.ics")
    assert (ended.code, alliance.files()) == (2, [])
    assert ended.lines == ['--ics needs to know when. Give a date and a time: --meeting "2026-12-04 12:30".']


def test_options_that_make_no_sense_are_refused_and_nothing_written(alliance: Terminal) -> None:
    refused = {
        ("--timezone", "Europe/Lisbon"): "--timezone goes with --ics. Add --ics FILE, or leave it out.",
        ("--ics", "-"): "--ics writes a file. Give it a name, such as lunch.ics.",
        ("--ics", "a.ics", "--timezone", "Europe/Lissabon"): "unknown time zone 'Europe/Lissabon'. Did you mean",
        ("--ics", "a.ics", "--timezone", "../etc/passwd"): "unknown time zone '../etc/passwd'. ",
    }
    for options, said in refused.items():
        ended = alliance("compose", *WHEN, *options)
        assert (ended.code, alliance.files()) == (2, [])
        assert ended.err.startswith(said)


def test_a_time_zone_of_windows_is_mapped(alliance: Terminal) -> None:
    event = lunch(alliance, "--timezone", "W. Europe Standard Time")
    assert event.start == dt.datetime(2026, 12, 4, 12, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_time_that_is_not_there_is_told_and_nothing_is_written(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS.replace("2027-03-01", "2027-03-28 02:30"))
    berlin = ("--ics", "x.ics", "--timezone", "Europe/Berlin")
    for command in (("compose", "--meeting", "2026-03-29 02:30"), ("merge", "a.yaml")):
        ended = alliance(*command, *berlin)
        assert (ended.code, alliance.files()) == (2, ["a.yaml"])
        assert ended.err.startswith("there is no 02:30 on 2")


def test_both_files_are_written_or_neither(alliance: Terminal) -> None:
    alliance.file("there.pdf", "mine")
    (alliance.folder / "folder").mkdir()
    for out, ics in (("there.pdf", "x.ics"), ("folder", "x.ics"), ("no/x.pdf", "x.ics"), ("x.pdf", "no/x.ics"),
                     ("x.pdf", "x.pdf"), ("x.pdf", "folder")):  # fmt: skip
        assert alliance("compose", *WHEN, "--ics", ics, "-o", out).code == 5
        assert alliance.files() == ["folder", "there.pdf"]


def test_a_worksheet_that_fails_at_last_leaves_the_earlier_event(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    lunch(alliance)
    before = (alliance.folder / "lunch.ics").read_bytes()
    publish = publishing.publish

    def failing(data: bytes, target: str, *, replace: bool, inputs: tuple[str, ...] = ()) -> None:
        if data.startswith(b"%PDF"):
            raise KeyboardInterrupt
        publish(data, target, replace=replace, inputs=inputs)

    monkeypatch.setattr(publishing, "publish", failing)
    assert alliance("compose", *LUNCH, "--place", "Elsewhere", "--force").code == 130
    assert (alliance.folder / "lunch.ics").read_bytes() == before
    assert alliance("compose", *ANA_AND_BEN, *WHEN, "--ics", "new.ics", "-o", "new.pdf").code == 130
    assert alliance.files() == ["lunch.ics", "worksheet-ana-lima-ben-okafor.pdf"]


def test_the_event_may_stand_beside_a_worksheet_on_the_standard_output(alliance: Terminal) -> None:
    ended = alliance.done("compose", *WHEN, "--ics", "x.ics", "-o", "-")
    assert ended.out.startswith(b"%PDF")
    assert alliance.files() == ["x.ics"]


def test_the_next_review_is_a_whole_day_with_the_agreements(alliance: Terminal) -> None:
    event = review(alliance, ANSWERS)
    assert (event.start, event.end) == (dt.date(2027, 3, 1), dt.date(2027, 3, 2))
    assert event["SUMMARY"] == "Designing the Alliance, revisited: Ana Lima and Ben Okafor"
    assert event["DESCRIPTION"] == "What we agreed:\nWe say it within a day; always, both (Both)\nLunch"
    assert event["TRANSP"] == "TRANSPARENT"
    moved = review(alliance, ANSWERS.replace("2027-03-01", "2027-04-01"))
    assert (moved["UID"], moved["SEQUENCE"]) == (event["UID"], 1)
    assert lunch(alliance)["UID"] != event["UID"]


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2027-03-01 12:30", dt.datetime(2027, 3, 1, 12, 30)),  # noqa: DTZ001 - floating
        ("1 March 2027, 9:05", dt.datetime(2027, 3, 1, 9, 5)),  # noqa: DTZ001 - floating
        ("1. mar 2027", dt.date(2027, 3, 1)),
    ],
)
def test_a_review_may_have_a_time_and_be_written_in_words(alliance: Terminal, written: str, start: dt.date) -> None:
    event = review(alliance, ANSWERS.replace("2027-03-01", f'"{written}"'))
    assert event.start == start
    assert event.end == start + (dt.timedelta(minutes=90) if isinstance(start, dt.datetime) else dt.timedelta(days=1))


@pytest.mark.parametrize("written", ["next spring", "2027-02-30", "1 Foo 2027", "2027-03-01 25:00"])
def test_a_review_that_is_no_date_is_told(alliance: Terminal, written: str) -> None:
    alliance.file("a.yaml", ANSWERS.replace("2027-03-01", f'"{written}"'))
    ended = alliance("merge", "a.yaml", "--ics", "review.ics")
    assert (ended.code, alliance.files()) == (2, ["a.yaml"])
    assert ended.err == (
        f"--ics: the next review is on '{written}', which is no date. "
        "Give it with --review, as 2027-03-01, or in an answers file: review: 2027-03-01\n"
    )


def test_without_a_review_there_is_no_event(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS.replace("review: 2027-03-01\n", ""))
    assert alliance("merge", "a.yaml", "--ics", "r.ics").err.startswith("--ics: no next review is agreed. Give it with")


def test_the_meeting_of_the_next_revision_is_another_event(alliance: Terminal) -> None:
    alliance.file("a.yaml", ANSWERS)
    alliance.done("merge", "a.yaml", "-o", "a.pdf")
    alliance.done("revise", "a.pdf", "--meeting", "2027-03-01 12:30", "--ics", "next.ics")
    assert event_in(alliance.folder / "next.ics")["UID"] != lunch(alliance)["UID"]


def test_without_the_extra_it_is_said_what_to_install(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    ended = alliance("compose", *LUNCH)
    assert (ended.code, alliance.files()) == (2, [])
    assert ended.err == (
        "--ics needs icalendar, which is not installed. "
        "Install the extra 'calendar': pip install \"designed-alliance[calendar]\"\n"
    )


def test_an_encrypted_alliance_does_not_have_its_agreements_told_by_the_event(alliance: Terminal) -> None:
    pytest.importorskip("cryptography", reason="cryptography is not installed")
    alliance.file("secret.txt", "correct horse battery staple\n")
    event = review(alliance, ANSWERS, "--password-file", "secret.txt")
    assert "DESCRIPTION" not in event
