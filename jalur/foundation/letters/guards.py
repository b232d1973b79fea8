"""What stands in the way of a step of letters and of those who sign them. A guard (steps.Guard) changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.letters import rules
from jalur.foundation.letters.models import Acts, Letterhead, Signatory
from jalur.foundation.workflow.steps import Ask
from jalur.kit.refusals import refusal


def signatory_is_complete(signatory: Signatory, _ask: Ask) -> ValidationError | None:
    if signatory.acts in (Acts.ON_BEHALF, Acts.FOR_HIM) and not signatory.superior:
        return refusal("superior", "missing", _("Say on behalf of which post: a.n. …"))
    if signatory.acts == Acts.FOR_HIM and not signatory.between:
        return refusal("between", "missing", _("Say through which post: u.b. …"))
    if signatory.nip and not rules.is_nip(signatory.nip):
        return refusal("nip", "digits", _("A NIP has eighteen digits. Leave it empty for who has none."))
    return None


def letterhead_is_complete(head: Letterhead) -> ValidationError | None:
    sentences = {
        "unknown": _("Use only {number}, {unit}, {code}, {month} and {year} between braces."),
        "number": _("The form needs {number} once: without it all letters had the same number."),
        "year": _("The form needs {year}: the counter begins again every year."),
        "no_unit": _("The form names {unit}: fill it in, or take it out of the form."),
        "no_code": _("The form names {code}: fill it in, or take it out of the form."),
    }
    fault = rules.fault_of(head.number_form, unit=head.unit, code=head.code)
    at = {"no_unit": "unit", "no_code": "code"}.get(fault, "number_form")
    return refusal(at, fault, sentences[fault]) if fault else None
