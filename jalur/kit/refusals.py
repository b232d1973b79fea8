"""A refusal: one sentence for the reader, the field it belongs to, and a code that stays the same for programs."""

from django.core.exceptions import ValidationError


def refusal(field: str, code: str, sentence: str) -> ValidationError:
    """Why something is not done; shown at `field` where a form has it, on top of the form elsewhere."""
    return ValidationError({field: ValidationError(sentence, code=code)})


def codes_of(error: ValidationError) -> list[str]:
    """The codes of a refusal, in the order of its sentences; "" where one has none."""
    sentences = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return [sentence.code or "" for errors in sentences for sentence in errors]
