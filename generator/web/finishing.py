"""Make the alliance of answers that were typed on the page, as ``alliance merge`` makes it of their file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput
from generator.files.names import file_name
from generator.model.returned_answers import FieldValue
from generator.model.sources import find_said, list_fields
from generator.web.finished import choose_layout, draw_alliance
from generator.web.typed_answers import as_file, read_form_of
from generator.workflows.merge import MergeRequest, merge, plan_alliance
from generator.workflows.merge_sources import read_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.files.reading import InputFile
    from generator.web.folder import FoundFile, WorkFolder
    from generator.web.pages_as_svg import DrawnPages
    from generator.web.typed_answers import TypedAnswers

_PDF = ".pdf"


class Finished(NamedTuple):
    """A finished alliance in the folder."""

    file: FoundFile
    remarks: tuple[str, ...]
    """Whole sentences; fields of the request stand in backticks."""


def is_blank(typed: TypedAnswers) -> bool:
    """Tell whether nothing is typed beyond what was composed."""
    worksheet, texts = typed.worksheet, typed.texts
    fields = dict.fromkeys((*list_fields(worksheet), *texts))
    return not find_said(worksheet, [FieldValue(field_id, texts.get(field_id, ""), "") for field_id in fields])


def finish(folder: WorkFolder, typed: TypedAnswers) -> Finished:
    """Write the alliance of the answers into the folder, beside those that were made before; see ``merge``."""
    merged = merge(request_alliance(folder, typed))
    return Finished(folder.add(merged.name, merged.data), merged.remarks)


def draw_so_far(folder: WorkFolder, typed: TypedAnswers) -> DrawnPages:
    """Return the pages of the alliance that ``finish`` would make, without the digest that it will have."""
    request = request_alliance(folder, typed)
    planned = plan_alliance(request, read_all(request.files))
    return draw_alliance(planned.alliance, planned.layout, "")[0]


def request_alliance(folder: WorkFolder, typed: TypedAnswers) -> MergeRequest:
    """Return what is asked for: the alliance of the answers, in the look of their worksheet."""
    files = (as_file(typed), *_find_branded(folder, typed))
    return MergeRequest(files=files, choice=choose_layout(folder, typed.worksheet.layout), allow_empty=True)


def _find_branded(folder: WorkFolder, typed: TypedAnswers) -> Iterator[InputFile]:
    """Yield the worksheet's PDF where it carries a brand and says nothing itself; answers carry none."""
    worksheet = typed.worksheet
    stem = file_name("worksheet", worksheet.people.names, worksheet.revision).removesuffix(_PDF)
    for found in folder.list_files(_PDF):
        if not found.name.startswith(stem):
            continue
        try:
            file = folder.read(found)
            form = read_form_of(file)
        except InvalidInput:  # not the worksheet, then
            continue
        if form.identity == typed.identity and form.brands and not find_said(worksheet, form.values):
            yield file
            return
