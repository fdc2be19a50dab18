"""Verify a file: compare the fingerprint that it carries, or its pages' digests, with those of its present contents."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, Problem, escape
from generator.model.fingerprint import differences, digest_of, read_fingerprint, short_form
from generator.model.sources import initial_values, missing_fields

if TYPE_CHECKING:
    from generator.formats.filled_forms import PdfContents
    from generator.formats.pdf_fingerprint import Examination
    from generator.model.returned_answers import FieldValue, FilledForm
    from generator.model.worksheet import Worksheet

_SECONDS = 20
"""A long alliance has more to compare than a worksheet's return has to read."""
_MEMORY = 400_000_000


class Verdict(NamedTuple):
    """Whether a file is as it was written."""

    unaltered: str
    """A description of the file where nothing was altered; else empty."""
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    """Whole sentences."""
    signatures: int = 0
    """Of an alliance: how many it has, sound or not."""


def verify(data: bytes, source: str, trust: bytes | None = None) -> Verdict:
    """Return the verdict on a PDF; its signatures are judged by the certificates (PEM) in ``trust``.

    Raises ``InvalidInput`` where it cannot be read, or is none of ours.
    """
    from generator.formats.filled_forms import read_pdf  # noqa: PLC0415 - imports pypdf

    return verify_contents(read_pdf(data, source), data, source, trust)


def verify_contents(contents: PdfContents, data: bytes, source: str, trust: bytes | None = None) -> Verdict:
    """Return the verdict on a PDF that was read already, as ``verify`` does."""
    from generator.formats.filled_forms import PdfKind  # noqa: PLC0415 - imports pypdf

    if contents.inside:
        message = "is a portfolio, and its own pages are none of ours"
        raise InvalidInput([Problem(source, message, "Save the document in it as a file of its own, and verify that.")])
    found = None if contents.damaged else _examine(data, source)
    if found is None or found.damaged:
        message = "is damaged, cut off or had to be repaired, so nothing can be said of its being unaltered"
        remarks = (
            *filter(None, [contents.remark]),
            *(remark for form in contents.forms for remark in form.remarks[1:]),
        )
        return Verdict("", (Problem(source, message, "Ask for the file again."),), remarks)
    if found.claimed:
        return _with_signatures(_of_alliance(found, source), found, data, source, trust)
    if contents.kind is PdfKind.COPY and contents.refusal:
        raise InvalidInput([contents.refusal])
    if contents.kind is PdfKind.ALLIANCE:
        message = "holds the data of an alliance, but not the digest to compare it with"
        hint = "It was taken out, or the file is older than digests are: merge the answers anew."
        raise InvalidInput([Problem(source, message, hint)])
    if forms := contents.forms:
        if len(forms) > 1:
            message = f"{len(forms)} worksheets were joined in it, so it is none as it was composed"
            raise InvalidInput([Problem(source, message, "Verify each as a file of its own.")])
        return _of_worksheet(found, forms[0], source)
    if found.drawn_then:
        return (
            Verdict("", tuple(_list_redrawn(found, source)))
            if _is_redrawn(found)
            else Verdict("a worksheet or a card to print")
        )
    raise InvalidInput([Problem(source, "is not ours: no worksheet and no finished alliance", "Is it the right file?")])


def _examine(data: bytes, source: str) -> Examination:
    from generator.formats.filled_pdf.form_data import ReadFailure  # noqa: PLC0415
    from generator.formats.filled_pdf.reader import cut_off_front, require_readable  # noqa: PLC0415
    from generator.formats.filled_pdf.sandbox import TooMuchWork, run_limited  # noqa: PLC0415
    from generator.formats.pdf_fingerprint import Examination, examination_from_json, examine  # noqa: PLC0415 - imports pypdf

    try:
        found = examination_from_json(
            run_limited(functools.partial(examine, cut_off_front(data)), seconds=_SECONDS, memory=_MEMORY)
        )
    except TooMuchWork:
        found = Examination(ReadFailure.TOO_MUCH)
    require_readable(found.failure, source)
    return found


def _of_alliance(found: Examination, source: str) -> Verdict:
    then = read_fingerprint(found.claimed)
    if then is None or found.now is None:
        message = "its digest was altered, or is of a later version of this program"
        return Verdict("", (Problem(source, message, "Update the program, or ask for the file again."),))
    unlike = differences(then, found.now)
    if not unlike:
        short = short_form(digest_of(found.claimed))
        return Verdict(f"a finished alliance; its digest is {short}, as in the foot of its pages")
    hint = "Ask for the file as it was written."
    problems = tuple(Problem(source, difference.what, hint) for difference in unlike)
    if any(difference.essential for difference in unlike):
        return Verdict("", problems)
    return Verdict("", problems, (f"{escape(source)}: the data, and what the pages show, are as they were written.",))


def _of_worksheet(found: Examination, form: FilledForm, source: str) -> Verdict:
    problems = []
    if form.worksheet is None:
        message = "its fields are a worksheet's, but the definition that they belong to is missing or altered"
        problems.append(Problem(source, message, "Ask for the file again."))
    missing = missing_fields(form.worksheet, form.values) if form.worksheet else ""
    if missing:
        problems.append(Problem(source, missing, "Ask for the file again."))
    problems += _list_redrawn(found, source)
    filled = "filled in" if form.worksheet and _is_filled_in(form.worksheet, form.values) else "blank"
    if form.unplaced:
        filled = f"{filled}, with marks that belong to no field"
    said = f"a worksheet, {filled}; it belongs to its definition ({form.identity}), its pages are as they were composed"
    remarks = tuple(remark for remark in form.remarks if not missing or missing not in remark)
    return Verdict("" if problems else said, tuple(problems), remarks)


def _is_filled_in(worksheet: Worksheet, given: tuple[FieldValue, ...]) -> bool:
    """Tell whether anything was typed or ticked that the worksheet was not composed with."""
    known = initial_values(worksheet)
    return any(value.text and value.field_id not in known for value in given)


def _is_redrawn(found: Examination) -> bool:
    return found.drawn_then != found.drawn_now


def _list_redrawn(found: Examination, source: str) -> list[Problem]:
    """Return a problem for each way in which a worksheet's pages are not as they were composed."""
    then, now = found.drawn_then, found.drawn_now
    hint = "Compose it anew if it is to be used."
    if not then:
        return [Problem(source, "does not say any more what its pages were, so they cannot be compared", hint)]
    if then == now:
        return []
    if len(then) != len(now) or sorted(then) == sorted(now):
        return [Problem(source, f"it had {len(then)} pages; they are others, or in another order", hint)]
    altered = [number for number, (old, new) in enumerate(zip(then, now, strict=True), 1) if old != new]
    return [Problem(source, f"page {number} was altered", hint) for number in altered]


def _with_signatures(verdict: Verdict, found: Examination, data: bytes, source: str, trust: bytes | None) -> Verdict:
    """Return the verdict, and what there is to say of the file's signatures."""
    problems, remarks = list(verdict.problems), list(verdict.remarks)
    if found.unsigned:
        problems.append(Problem(source, "its signature was taken out", "Ask for the file as it was signed."))
    if found.signatures:
        from generator.formats.filled_pdf.sandbox import TooMuchWork  # noqa: PLC0415
        from generator.workflows.sign import can_sign, describe_flaw, describe_signature, signatures_in  # noqa: PLC0415 - signed files only

        if not can_sign():
            hint = 'To judge signatures: pip install "designed-alliance[sign]".'
            remarks.append(f"{escape(source)}: has {found.signatures} signatures, which were not judged. {hint}")
        try:
            signed = signatures_in(data, trust) if can_sign() else ()
        except TooMuchWork:
            hint = "Ask for the file as it was signed; `trust` takes certificates in PEM."
            raise InvalidInput([Problem(source, "its signatures cannot be read", hint)]) from None
        for signature in signed:
            if signature.intact and signature.whole and signature.trusted is not False:
                remarks.append(f"{escape(source)}: {describe_signature(signature)}.")
            else:
                problems.append(Problem(source, describe_flaw(signature), signature.mend))
    return Verdict("" if problems else verdict.unaltered, tuple(problems), tuple(remarks), found.signatures)
