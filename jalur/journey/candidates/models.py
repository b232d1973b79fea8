from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Coalesce, JSONArray, NullIf
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.competencies.models import Competency, Education, Kind, Occupation
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Paper, Person
from jalur.journey.candidates import rules
from jalur.journey.candidates.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.dates import today
from jalur.kit.search import search_index


class State(models.TextChoices):
    REGISTERED = "registered", _("registered")
    IN_TRAINING = "in_training", _("in training")
    READY = "ready", _("ready for selection")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WithdrawalReason(models.TextChoices):
    FAMILY = "family", _("family")
    WORK_AT_HOME = "work_at_home", _("found work at home")
    HEALTH = "health", _("health")
    STUDY = "study", _("goes on studying")
    TOO_YOUNG = "too_young", _("too young, as the papers show")
    OWN_WAY = "own_way", _("leaving another way")
    UNREACHABLE = "unreachable", _("cannot be reached any more")
    MISTAKE = "mistake", _("registered by mistake")
    OTHER = "other", _("another reason")


class CandidateQuerySet(VisibleQuerySet["Candidate"]):
    def on_the_path(self) -> "CandidateQuerySet":
        """Those who have not withdrawn."""
        return self.exclude(state=State.WITHDRAWN)

    def current(self) -> "CandidateQuerySet":
        """Each person once: without files of records found to be somebody else's second one."""
        return self.filter(is_current=True)

    def plannable(self) -> "CandidateQuerySet":
        """Those the planner may look at: on the path, not opted out of profiling (UU 27/2022), and each person once."""
        return self.on_the_path().current().filter(opted_out_of_planning_at__isnull=True)

    def for_lists(self) -> "CandidateQuerySet":
        """What the desk's table shows, in one query: destinations by name, languages as (scale, level), lowest level first.

        Sealed numbers and the rest of a person stay where they are.
        """
        mine, (first, second) = OuterRef("pk"), ("en", "id") if get_language() == "en" else ("id", "en")
        title = Coalesce(NullIf(f"competency__title_{first}", Value("")), f"competency__title_{second}")
        scale = Coalesce("competency__scale_id", "competency_id")
        levels = (
            HeldCompetency.objects.counting(today())
            .filter(candidate=mine, competency__kind=Kind.LANGUAGE)
            .order_by("competency__scale_id", "competency__rank", "competency_id")
            .values(level=JSONArray(scale, title))
        )
        country = f"country__name_{first}"
        wishes = Wish.objects.filter(candidate=mine).order_by(country, "pk").values(country)
        shown = ("name", "number", "state", "education", "available_from", "any_destination")
        return (
            self.current()
            .select_related("person__residence")
            .only(*shown, "opted_out_of_planning_at", "person__birth_date", "person__residence__name")
            .annotate(languages=ArraySubquery(levels), destinations=ArraySubquery(wishes))
            .order_by("name", "pk")
        )


@pghistory.track(exclude=["home", "office", "name", "is_current"])
class Candidate(Model):
    """A person on the path abroad (CPMI from registration at a labour office on; UU 18/2017 art. 1)."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_CANDIDATE
    SCOPES = {
        Scope.OWN: "person_id",
        Scope.REGION: "person__residence_id",
        Scope.ORGANISATION: "person__served_by_id",
    }
    COPIES: ClassVar = {Scope.REGION: "home", Scope.ORGANISATION: "office"}

    person = models.OneToOneField(Person, models.PROTECT, related_name="candidate", verbose_name=_("person"))
    # What people say and write down: an unguessable short code that names nobody (J-7F3K-92QX).
    number = models.CharField(_("candidate number"), max_length=12, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.REGISTERED)
    education = models.PositiveSmallIntegerField(
        _("highest level of school completed"), choices=Education.choices
    )
    available_from = models.DateField(
        _("can start from"), help_text=_("The first day available for a class.")
    )
    # Policy priority in the plan, 1 is plain; who set it and why is in the history.
    weight = models.DecimalField(_("priority"), max_digits=4, decimal_places=2, default=1)
    any_destination = models.BooleanField(_("any destination"), default=True)
    opted_out_of_planning_at = models.DateTimeField(
        _("opted out of automatic planning since"), null=True, blank=True
    )
    registered_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("registered at")
    )
    # Of the person once more, kept by triggers (migrations 0003, 0005): residence, office, name, and whether it is the record
    # in use. An office counts and lists its people without joining all people of the country: docs/explanation/growth.md.
    home = models.CharField(max_length=13, default="", editable=False)
    office = models.UUIDField(null=True, editable=False, db_index=True)
    name = models.CharField(max_length=120, default="", editable=False)
    is_current = models.BooleanField(default=True, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(
        _("why withdrawn"), max_length=20, choices=WithdrawalReason.choices, blank=True
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=0), name="candidate_weight_is_not_negative"),
            models.CheckConstraint(condition=Q(education__lte=9), name="candidate_education_on_ladder"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawal_reason=""),
                name="candidate_withdrawal_has_reason",
                violation_error_message=_("Say why the candidate withdraws."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["home"],
                opclasses=["varchar_pattern_ops"],
                include=["id", "state", "created_at", "office", "is_current", "opted_out_of_planning_at"],
                name="candidate_home",
            ),
            models.Index(
                fields=["home"],
                opclasses=["varchar_pattern_ops"],
                condition=Q(opted_out_of_planning_at__isnull=False),
                name="candidate_opted_out",
            ),
            models.Index(fields=["name", "id"], condition=Q(is_current=True), name="candidate_by_name"),
            search_index("name", "number", condition=Q(is_current=True), name="candidate_words"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="copy_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    SELECT residence_id, served_by_id, name, merged_into_id IS NULL
                    INTO NEW.home, NEW.office, NEW.name, NEW.is_current
                    FROM people_person WHERE id = NEW.person_id;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_opted_out(self) -> bool:
        return self.opted_out_of_planning_at is not None


COPIED = ("home", "name", "number")
COPY_CANDIDATE = pgtrigger.Trigger(
    name="copy_candidate",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("candidate_id"),
    func="""
        SELECT home, name, number INTO NEW.home, NEW.name, NEW.number
        FROM candidates_candidate WHERE id = NEW.candidate_id;
        RETURN NEW;
    """,
)


class CopiesCandidate(Model):
    """A row with a `candidate` of which it keeps what its lists order and filter by, so that they read one index.

    `COPY_CANDIDATE` among its triggers reads the copies as it is written, `follow_candidate` in its migration again when
    the file changes; `COPIED` is what its field history leaves out.
    """

    COPIES: ClassVar = {Scope.REGION: "home"}

    home = models.CharField(max_length=13, default="", editable=False)
    name = models.CharField(max_length=120, default="", editable=False)
    number = models.CharField(max_length=12, default="", editable=False)

    class Meta:
        abstract = True


def follow_candidate(table: str) -> tuple[str, str]:
    """For a migration, SQL and its reverse: the rows of a table are touched when what they copy of a file changes.

    Files stand below and know nothing of such rows. Their own copies of the person have come by a trigger before.
    """
    names = {"table": sql.Identifier(table), "follow": sql.Identifier(f"{table}_follow_candidate")}
    make = sql.SQL(
        """
        CREATE FUNCTION {follow}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE {table} SET candidate_id = NEW.id WHERE candidate_id = NEW.id;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {follow} AFTER UPDATE ON candidates_candidate
        FOR EACH ROW WHEN ((OLD.home, OLD.name, OLD.number) IS DISTINCT FROM (NEW.home, NEW.name, NEW.number))
        EXECUTE FUNCTION {follow}();
        """
    )
    drop = sql.SQL("DROP TRIGGER {follow} ON candidates_candidate; DROP FUNCTION {follow}();")
    return make.format(**names).as_string(), drop.format(**names).as_string()


class Evidence(models.TextChoices):
    CERTIFICATE = "certificate", _("certificate of competence")
    TRAINING = rules.TRAINING, _("certificate of training")
    TEST_RESULT = "test_result", _("test result")
    SCHOOLING = "schooling", _("school report or diploma")
    WORK = "work", _("work reference")
    INFORMAL = "informal", _("learned informally, shown at an interview")
    DECLARED = rules.OWN_STATEMENT, _("own statement")


class HeldState(models.TextChoices):
    """What officials have made of the evidence."""

    WAITING = "waiting", _("not yet seen by an official")
    ASKED = "asked", _("more is asked for")
    RETURNED = "returned", _("sent back")
    SEEN = "seen", _("confirmed")


class HeldCompetencyQuerySet(VisibleQuerySet["HeldCompetency"]):
    def waiting(self) -> "HeldCompetencyQuerySet":
        """Those whose evidence an official has still to see: `rules.waits`."""
        return self.filter(confirmed_at=None, review="").exclude(evidence=rules.OWN_STATEMENT)

    def counting(self, on: date) -> "HeldCompetencyQuerySet":
        """Those that count on the day: `rules.counts`."""
        alive = Q(expires_on=None) | Q(expires_on__gt=on)
        return self.filter(alive, confirmed_at__isnull=False)


@pghistory.track()
class HeldCompetency(Model):
    """A competency a candidate says or shows to have; counts for the plan once an official confirmed the evidence."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_CANDIDATE
    SCOPES = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "candidate__person__served_by_id",
    }
    COPIES: ClassVar = {Scope.REGION: "candidate__home", Scope.ORGANISATION: "candidate__office"}

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="held", verbose_name=_("candidate"))
    competency = models.ForeignKey(
        Competency,
        models.PROTECT,
        related_name="+",
        verbose_name=_("skill, language level, soft skill or culture module"),
        help_text=_("Type a few letters, for example “las” or “N4”, and choose."),
    )
    evidence = models.CharField(_("evidence"), max_length=20, choices=Evidence.choices)
    evidence_note = models.CharField(
        _("issuer and number"),
        max_length=200,
        blank=True,
        help_text=_("For example “LSP Las, 123/2025”. Nothing about health or family."),
    )
    obtained_on = models.DateField(_("obtained on"), null=True, blank=True)
    expires_on = models.DateField(
        _("expires on"), null=True, blank=True, help_text=_("The first day it is no longer valid.")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    # Until an official has seen it: what the person is asked for, or why the evidence went back.
    review = models.CharField(max_length=10, choices=HeldState.choices[1:3], blank=True, editable=False)
    review_note = models.CharField(_("what the office says"), max_length=200, blank=True, editable=False)

    objects = HeldCompetencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("competency held")
        constraints = [
            models.UniqueConstraint(fields=["candidate", "competency"], name="held_competency_once")
        ]
        indexes = [
            models.Index(
                fields=["candidate"],
                condition=Q(confirmed_at=None, review="") & ~Q(evidence=rules.OWN_STATEMENT),
                name="held_waits",
            )
        ]

    @property
    def state(self) -> str:
        """Waiting until an official has seen it or has said what is missing."""
        return HeldState.SEEN if self.confirmed_at else self.review or HeldState.WAITING

    @state.setter
    def state(self, state: str) -> None:
        is_open = state in {HeldState.ASKED, HeldState.RETURNED}
        self.review, self.review_note = (state, self.review_note) if is_open else ("", "")
        if state == HeldState.SEEN:
            self.confirmed_at = self.confirmed_at or timezone.now()
        else:
            self.confirmed_by_id = self.confirmed_at = None


class Wish(Model):
    """A destination (and perhaps an occupation) the candidate would go to; without any, see `any_destination`."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SCOPES: ClassVar = {Scope.OWN: "candidate__person_id"}

    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="wishes", verbose_name=_("candidate")
    )
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("destination"))
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("occupation")
    )

    class Meta:
        verbose_name = _("wish")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "country", "occupation"], name="wish_once", nulls_distinct=False
            )
        ]


class SlipState(models.TextChoices):
    OPEN = "open", _("not used yet")
    USED = "used", _("used")
    WITHDRAWN = "withdrawn", _("taken back")
    EXPIRED = "expired", _("expired")


class Slip(Model):
    """What a counter hands to a candidate, so that she opens her account or finds back into it: a code that works once.

    The code itself stands on paper only; here it is compared by its blind index.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "one year after it ended"
    SEEN_BY = Right.WITHDRAW_SLIP
    SCOPES = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "candidate__person__served_by_id",
    }
    COPIES: ClassVar = {Scope.REGION: "candidate__home", Scope.ORGANISATION: "candidate__office"}

    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="slips", verbose_name=_("candidate")
    )
    code_index = models.BinaryField(editable=False)
    paper = models.CharField(_("paper that was shown"), max_length=20, choices=Paper.choices)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("handed out by")
    )
    # A way into an account that exists takes two: why the first asks, and who confirmed it.
    reason = models.CharField(_("what happened"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    expires_on = models.DateField(_("works until (first day it no longer does)"))
    state = models.CharField(_("state"), max_length=10, choices=SlipState.choices, default=SlipState.OPEN)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("slip")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(state="open"), name="slip_one_open_per_candidate"
            )
        ]
