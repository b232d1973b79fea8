"""How an institute runs its classes."""

from datetime import date, timedelta

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.workflow.deadlines import keeper
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.training.models import UNDECIDED, ClassRules, Intake
from jalur.journey.training.rights import Right
from jalur.journey.training.workflow import INTAKE
from jalur.kit.database import refused_in_words


@deed
def set_class_rules(*, actor: Actor, class_rules: ClassRules, today: date) -> ClassRules:
    """Make an institute's rules as given; they hold for the classes of which it is not certain yet that they go ahead."""
    access.check(actor, Right.EDIT_RULES, class_rules)
    class_rules.full_clean(validate_unique=False)
    asked = {
        "minimum": class_rules.minimum,
        "decide_days": class_rules.decide_days,
        "answer_days": class_rules.answer_days,
    }
    with refused_in_words(ClassRules):
        kept, _is_new = ClassRules.objects.update_or_create(
            provider_id=class_rules.provider_id, defaults=asked
        )
    undecided = Intake.objects.filter(programme__provider=kept.provider_id, state__in=UNDECIDED)
    intakes = lock(Intake, undecided.values_list("pk", flat=True))
    for intake in intakes:
        intake.decide_by = max(today, intake.starts - timedelta(days=kept.decide_days))
    Intake.objects.bulk_update(intakes, ["decide_by"])
    keeper().settle(INTAKE, intakes)
    record(actor=actor, event="training:rules:changed", subject=kept, place=kept.provider.place_id or "")
    return kept
