"""Calendar events of a meeting, of the next review of an alliance, or of all that many files know of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, InvalidRequest, RequestProblem, escape
from generator.words.messages import describe_unread

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from generator.files.reading import InputFile
    from generator.model.alliance import Alliance
    from generator.model.event import Event
    from generator.model.worksheet import Worksheet


class CalendarRequest(NamedTuple):
    """How an event is to be written."""

    timezone: str | None = None
    """A name of the IANA database; without one, the event is at its time wherever one is."""
    date: dt.datetime | None = None
    """When the file is written, aware; without one it tells none."""
    earlier: bytes = b""
    """The file that this one takes the place of: the same event has its next sequence number."""


def require_calendar(timezone: str | None = None) -> None:
    """Raise ``MissingExtra`` or ``InvalidRequest`` where no event can be written, or none in this time zone."""
    from generator.formats.ics import find_time_zone, require_calendars  # noqa: PLC0415 - only who asks for events pays

    require_calendars()
    if timezone is not None:
        find_time_zone(timezone)


def write_meeting(worksheet: Worksheet, request: CalendarRequest) -> bytes:
    """Return the calendar file of the worksheet's meeting. Raises ``InvalidRequest`` where its time is not known."""
    from generator.model.event import meeting_of  # noqa: PLC0415 - only who asks for events pays

    event = meeting_of(worksheet)
    if event is None:
        hint = 'Give a date and a time: `meeting` "2026-12-04 12:30".'
        raise InvalidRequest(RequestProblem("meeting", "`ics` needs to know when", hint))
    return _write(event, request)


def write_review(alliance: Alliance, request: CalendarRequest, *, secret: bool = False) -> bytes:
    """Return the calendar file of the next review. Raises ``InvalidRequest`` where its day is not known.

    Where what was agreed is ``secret``, the event does not tell it.
    """
    from generator.model.event import review_of  # noqa: PLC0415 - only who asks for events pays

    event = review_of(alliance)
    if event is None:
        written = alliance.answers.review
        found = f"the next review is on '{escape(written)}', which {describe_unread(written)}"
        message = f"`ics`: {found if written else 'no next review is agreed'}"
        hint = "Give it with `review`, as 2027-03-01, or in an answers file: review: 2027-03-01"
        raise InvalidRequest(RequestProblem("ics", message, hint))
    return _write(event._replace(description="") if secret else event, request)


def _write(event: Event, request: CalendarRequest) -> bytes:
    from generator.formats.ics import find_time_zone, write_calendar  # noqa: PLC0415 - imports an extra

    zone = find_time_zone(request.timezone) if request.timezone else None
    return write_calendar([event], zone, request.date, request.earlier)


class FoundEvents(NamedTuple):
    """What a file knows of meetings and reviews."""

    rank: int
    """Of two files that know the same event the one with the lower number is followed."""
    events: tuple[Event, ...]
    remarks: tuple[str, ...] = ()
    """Whole sentences."""


_OF_ALLIANCE, _OF_EXCERPT, _OF_WORKSHEET = range(3)


def find_events(file: InputFile, password: str | None = None) -> FoundEvents | None:
    """Return the events of an alliance, or the meetings of worksheets; None of another PDF. Raises ``InvalidInput``.

    The events of a file that was encrypted do not tell what was agreed.
    """
    from generator.formats.embedded_json import read_alliance  # noqa: PLC0415 - imports pypdf
    from generator.formats.filled_forms import read_pdf  # noqa: PLC0415
    from generator.model.event import meeting_of, past_meeting_of, review_of  # noqa: PLC0415
    from generator.workflows.encrypt import decrypt_file  # noqa: PLC0415

    opened = decrypt_file(file, password)
    contents = read_pdf(*opened)
    if contents.alliance_text is None:
        if contents.refusal and contents.damaged:
            raise InvalidInput([contents.refusal])
        meetings = (meeting_of(form.worksheet) for form in contents.forms if form.worksheet)
        return FoundEvents(_OF_WORKSHEET, tuple(filter(None, meetings))) if contents.forms else None
    alliance = read_alliance(contents.alliance_text, file.name)
    review, written = review_of(alliance), alliance.answers.review
    if review and opened.data is not file.data:
        review = review._replace(description="")
    remarks = []
    if written.strip() and not review:
        unread = f"the next review is on '{escape(written)}', which {describe_unread(written)}"
        remarks.append(f"{escape(file.name)}: {unread}, so it is left out.")
    rank = _OF_EXCERPT if alliance.excerpt else _OF_ALLIANCE
    return FoundEvents(rank, tuple(filter(None, (past_meeting_of(alliance), review))), tuple(remarks))


def write_events(found: Sequence[FoundEvents], request: CalendarRequest) -> tuple[bytes, int, tuple[str, ...]]:
    """Return the calendar file of all events, each once and by their days, how many they are, and remarks."""
    from generator.formats.ics import find_time_zone, require_existing, write_calendar  # noqa: PLC0415 - an extra

    zone = find_time_zone(request.timezone) if request.timezone else None
    known: dict[str, Event] = {}
    remarks = []
    for event in (event for file in sorted(found, key=_get_rank) for event in file.events):
        try:
            require_existing(event, zone)
        except InvalidRequest as invalid:
            remarks.append(f"{escape(event.summary)} is left out: {invalid.problems[0].message}.")
            continue
        known.setdefault(event.uid, event)
    events = sorted(known.values(), key=lambda event: (event.start.isoformat(), event.uid))
    return write_calendar(events, zone, request.date, request.earlier), len(events), tuple(remarks)


def _get_rank(found: FoundEvents) -> int:
    return found.rank
