"""A refusal: one sentence for the reader, the field it belongs to, and a code that stays the same for programs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def refusal(field: str, code: str, sentence: str) -> ValidationError:
    """Why something is not done; shown at `field` where a form has it, on top of the form elsewhere."""
    return ValidationError({field: ValidationError(sentence, code=code)})


@contextmanager
def in_row(number: int) -> Iterator[None]:
    """A refusal inside the block names the row of the list it is about, counted from one."""
    try:
        yield
    except ValidationError as refused:
        params = {"row": number, "said": "; ".join(refused.messages)}
        raise ValidationError(_("Row %(row)s: %(said)s") % params) from refused


def codes_of(error: ValidationError) -> list[str]:
    """The codes of a refusal, in the order of its sentences; "" where one has none."""
    sentences = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return [sentence.code or "" for errors in sentences for sentence in errors]
