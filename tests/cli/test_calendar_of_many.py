"""``alliance calendar``: the meetings and reviews of many files in one calendar, each with reminders."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("icalendar", reason="needs the extra calendar")

import icalendar

from generator.errors import ExitCode

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = """\
people: [{ana}, Ben Okafor]
meeting: {{date: "{met}", place: Lisboa}}
answers: {{hopes: {{{ana}: That we laugh.}}}}
agreements: [{{what: We say it, who: Both}}]
review: "{review}"
"""


def make(alliance: Terminal, name: str, ana: str, met: str, review: str) -> None:
    alliance.done("merge", "-", "-o", name, stdin=ANSWERS.format(ana=ana, met=met, review=review).encode())


@pytest.fixture
def kept(alliance: Terminal) -> Terminal:
    (alliance.folder / "kept").mkdir()
    make(alliance, "kept/a.pdf", "Ana Lima", "2026-12-04 12:30", "2027-03-01")
    make(alliance, "kept/c.pdf", "Cleo Marsh", "2026-11-05", "2027-02-01 09:00")
    return alliance


def events(alliance: Terminal, name: str = "alliances.ics") -> list[icalendar.Event]:
    found = icalendar.Calendar.from_ical((alliance.folder / name).read_bytes()).walk("VEVENT")
    return [event for event in found if isinstance(event, icalendar.Event)]


def test_meetings_and_reviews_stand_in_one_calendar_by_their_days(kept: Terminal) -> None:
    told = kept.done("calendar", "kept")
    assert told.lines == ["Wrote alliances.ics. It has 4 events; open it to take them into your calendar."]
    assert [(str(event["SUMMARY"]).partition(":")[0], event.start) for event in events(kept)] == [
        ("Designing the Alliance", dt.date(2026, 11, 5)),
        ("Designing the Alliance", dt.datetime(2026, 12, 4, 12, 30)),  # noqa: DTZ001 - floating
        ("Designing the Alliance, revisited", dt.datetime(2027, 2, 1, 9)),  # noqa: DTZ001 - floating
        ("Designing the Alliance, revisited", dt.date(2027, 3, 1)),
    ]
    assert [event.end for event in events(kept)][:2] == [
        dt.date(2026, 11, 6), dt.datetime(2026, 12, 4, 14),  # noqa: DTZ001 - floating
    ]  # fmt: skip
    assert events(kept)[0]["LOCATION"] == "Lisboa"


def test_each_reminds_a_week_and_a_day_before(kept: Terminal) -> None:
    kept.done("calendar", "kept")
    for event in events(kept):
        alarms = event.walk("VALARM")
        morning = dt.timedelta() if isinstance(event.start, dt.datetime) else dt.timedelta(hours=9)
        assert [alarm.decoded("TRIGGER") for alarm in alarms] == [
            morning - dt.timedelta(days=7), morning - dt.timedelta(days=1),
        ]  # fmt: skip
        assert [(alarm["ACTION"], alarm["DESCRIPTION"]) for alarm in alarms] == 2 * [("DISPLAY", event["SUMMARY"])]


def test_events_are_those_that_were_written_with_the_files(kept: Terminal) -> None:
    people = ("-p", "Ana Lima", "-p", "Ben Okafor")
    kept.done("compose", *people, "--meeting", "2026-12-04 12:30", "--ics", "lunch.ics", "-o", "kept/w.pdf")
    answers = ANSWERS.format(ana="Ana Lima", met="2026-12-04 12:30", review="2027-03-01").encode()
    kept.done("merge", "-", "--ics", "review.ics", "-o", "again.pdf", stdin=answers)
    kept.done("calendar", "kept")
    found = {event["UID"]: event for event in events(kept)}
    assert len(found) == len(events(kept)) == 4  # the worksheet's meeting is the alliance's
    (lunch,), (review,) = events(kept, "lunch.ics"), events(kept, "review.ics")
    assert found[lunch["UID"]].start == lunch.start
    assert found[review["UID"]].to_ical() == review.to_ical()


def test_made_again_only_what_changed_has_another_sequence_number(kept: Terminal) -> None:
    kept.done("calendar", "kept")
    before = (kept.folder / "alliances.ics").read_bytes()
    assert kept("calendar", "kept").code == ExitCode.OUTPUT
    kept.done("calendar", "kept", "--force")
    assert (kept.folder / "alliances.ics").read_bytes() == before
    (kept.folder / "kept" / "c.pdf").unlink()
    make(kept, "kept/c.pdf", "Cleo Marsh", "2026-11-05", "2027-02-08 09:00")
    kept.done("calendar", "kept", "--force")
    assert [(event.start.day, event["SEQUENCE"]) for event in events(kept)] == [(5, 0), (4, 0), (8, 1), (1, 0)]


def test_a_time_zone_has_the_rules_of_all_years_that_are_met(kept: Terminal) -> None:
    make(kept, "kept/old.pdf", "Zoe Old", "2001-07-01 10:00", "2001-08-01")
    kept.done("calendar", "kept", "--timezone", "Europe/Berlin")
    (zone,) = icalendar.Calendar.from_ical((kept.folder / "alliances.ics").read_bytes()).walk("VTIMEZONE")
    onsets = [rule.decoded("DTSTART") for rule in zone.subcomponents]
    assert {onset.year for onset in onsets} == {2001, 2002, 2026, 2027, 2028}
    assert len(zone.subcomponents) == 2 * 5 + 2
    assert events(kept)[0]["DTSTART"].params["TZID"] == "Europe/Berlin"


def test_the_time_zone_is_the_one_of_the_users_defaults(kept: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALLIANCE_NO_DEFAULTS")
    kept.file("alliance.toml", 'timezone = "Asia/Tokyo"\n')
    kept.done("calendar", "kept")
    assert "DTSTART;TZID=Asia/Tokyo:20261204T123000" in (kept.folder / "alliances.ics").read_text("utf-8")


def test_what_is_no_day_is_told_and_the_others_are_written(kept: Terminal) -> None:
    make(kept, "kept/s.pdf", "Sol Spring", "", "in spring")
    make(kept, "kept/t.pdf", "Tia Gap", "2026-03-29 02:30", "")
    kept.file("kept/notes.pdf", b"%PDF-1.7 broken")
    ended = kept("calendar", "kept", "--timezone", "Europe/Berlin")
    assert ended.code == ExitCode.INVALID_INPUT
    assert len(events(kept)) == 4
    assert "kept/s.pdf: the next review is on 'in spring', which is no date, so it is left out." in ended.err
    assert "Tia Gap and Ben Okafor is left out: there is no 02:30 on 29 March 2026" in ended.err
    assert ended.lines[-1] == "1 of 5 files failed, as told above."


def test_share_copies_and_secret_files_tell_no_more_than_they_should(kept: Terminal) -> None:
    pytest.importorskip("cryptography", reason="needs the extra cryptography")
    kept.done("share", "kept/a.pdf", "--without", "agreements", "-o", "kept/0-copy.pdf")
    kept.done("calendar", "kept")
    assert "We say it" in str(events(kept)[-1]["DESCRIPTION"])  # the whole alliance counts
    kept.file("secret", "open sesame\n")
    kept.done("merge", "kept/a.pdf", "--password-file", "secret", "-o", "locked.pdf")
    kept.done("calendar", "locked.pdf", "--password-file", "secret", "-o", "locked.ics")
    assert "We say it" not in (kept.folder / "locked.ics").read_text("utf-8")


def test_without_any_day_nothing_is_written(alliance: Terminal) -> None:
    make(alliance, "a.pdf", "Ana", "", "")
    ended = alliance("calendar", "a.pdf")
    assert (ended.code, alliance.files()) == (ExitCode.INVALID_INPUT, ["a.pdf"])
    assert ended.err.startswith("a.pdf: knows of no day of a meeting or a next review.")


def test_it_may_go_to_the_standard_output(kept: Terminal) -> None:
    assert kept.done("calendar", "kept", "-o", "-").out.startswith(b"BEGIN:VCALENDAR")
