"""What ``alliance compose`` does, once its options are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.cli.advice import next_step
from generator.cli.calendars import calendar_choice, meeting_beside
from generator.cli.inputs import LayoutChoice, bank_from, inputs_of, source_date
from generator.cli.ordering import Order, ordered_worksheet, remarks_on
from generator.cli.previewing import picture_targets, publish_pictures, require_free, require_pictures
from generator.cli.reporting import deliver, say
from generator.output import file_name
from generator.production.worksheets import make_worksheet

if TYPE_CHECKING:
    from generator.cli.compose import Options


def composed(options: Options) -> None:
    """Compose a worksheet, write it, and say so."""
    if options["preview"] is not None:
        require_pictures()
    calendar = calendar_choice(options["ics"], options["timezone"])
    choice = LayoutChoice(
        options["layout"], options["style"], options["paper"], options["lines"], brand=options["brand"]
    )
    layout = choice.layout()
    order = Order(
        people=options["people"],
        picks=options["picks"],
        suggested=options["suggested"],
        seed=options["seed"],
        sections=options["sections"],
        questions=options["questions"],
        without=options["without"],
        meeting=options["meeting"],
        place=options["place"],
        minutes=options["minutes"],
    )
    worksheet = ordered_worksheet(order, bank_from(options["bank"]), layout)
    beside = calendar and meeting_beside(calendar, worksheet, source_date())
    made = make_worksheet(worksheet, layout, fillable=not options["print_only"], date=source_date())
    for remark in remarks_on(worksheet):
        say(remark)
    name = file_name("worksheet", worksheet.people.names)
    inputs = inputs_of(layout, options["bank"], options["layout"], options["brand"])
    pictures = picture_targets(options["preview"], options["output"] or name, made.pages)
    require_free(pictures, force=options["force"])
    deliver(
        made,
        options["output"],
        name,
        force=options["force"],
        next_step=next_step(layout, fillable=not options["print_only"]),
        inputs=inputs,
        beside=[beside] if beside else [],
    )
    publish_pictures(made.data, pictures, force=options["force"], inputs=inputs)
