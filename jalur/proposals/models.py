from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.competencies.models import Competency
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.work.models import UNDER_WAY, Work, WorkState
from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training.models import Intake
from jalur.kit.database import Model, Privacy
from jalur.proposals.rights import Right


class RunQuerySet(VisibleQuerySet["Run"]):
    def with_plan(self) -> "RunQuerySet":
        """Runs that ended with a verified plan; a run that was stopped keeps the best plan it had."""
        return self.filter(state__in=(WorkState.DONE, WorkState.CANCELLED), value__isnull=False)


class Run(Work):
    """One run of the planner on the tables as they stood. Kept for ever: fingerprint, seed, value, bound, prices."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_RUN
    SCOPES = {Scope.REGION: "place_id"}

    # Empty: the whole country.
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the people of")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by")
    )
    policy = models.JSONField(_("policy"), default=dict)
    seed = models.PositiveIntegerField(_("seed"), default=1)
    as_of = models.DateField(_("as of"))
    fingerprint = models.CharField(_("fingerprint of the input"), max_length=64, blank=True)
    counts = models.JSONField(default=dict)  # candidates, orders, openings, intakes, seats as gathered
    started_at = models.DateTimeField(null=True)
    progress = models.JSONField(default=dict)  # phase, elapsed, bound, value, gap: what the screen polls
    value = models.FloatField(_("value"), null=True)
    bound = models.FloatField(_("no plan can reach more than"), null=True)
    gap = models.FloatField(_("gap"), null=True)
    placed = models.PositiveIntegerField(_("placed"), null=True)
    baseline = models.JSONField(default=dict)  # first come, first served on the same data: value, placed
    summary = models.JSONField(default=dict)
    planner_version = models.CharField(max_length=20, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan run")
        indexes = [models.Index(fields=["-created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(state__in=UNDER_WAY),
                name="run_one_at_a_time",
                nulls_distinct=False,
                violation_error_message=_(
                    "A plan for this region is being made already. Wait for it or stop it."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place or _('Indonesia')}, {self.as_of:%Y-%m-%d}"

    @property
    def has_plan(self) -> bool:
        return self.value is not None and self.state in (WorkState.DONE, WorkState.CANCELLED)


class IntakePrice(Model):
    """What one more seat is worth (µ of the certificate) and how the seats went."""

    PRIVACY = Privacy.NONE

    run = models.ForeignKey(Run, models.CASCADE, related_name="intake_prices")
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="+")
    price = models.FloatField(_("one more seat is worth"))
    assigned = models.PositiveIntegerField(_("assigned"), default=0)
    seats = models.PositiveIntegerField(_("seats free before the plan"), default=0)

    class Meta:
        verbose_name = _("seat price")
        constraints = [models.UniqueConstraint(fields=["run", "intake"], name="intake_price_once")]


class OrderPrice(Model):
    """λ of the certificate, how many were assigned, and the counted reasons why openings stay empty."""

    PRIVACY = Privacy.NONE

    run = models.ForeignKey(Run, models.CASCADE, related_name="order_prices")
    order = models.ForeignKey(JobOrder, models.PROTECT, related_name="+")
    price = models.FloatField(_("one more opening is worth"))
    assigned = models.PositiveIntegerField(_("assigned"), default=0)
    openings = models.PositiveIntegerField(_("openings"), default=0)
    causes = models.JSONField(default=dict)  # {"stops": [[cause code, people, detail], …]}
    # Of the openings that stay empty: as many as there are people whom only the deadline stops.
    late = models.PositiveIntegerField(_("lost to the deadline"), default=0)

    class Meta:
        verbose_name = _("opening price")
        constraints = [models.UniqueConstraint(fields=["run", "order"], name="order_price_once")]


class CompetencyPrice(Model):
    """People without a path for want of a seat for one competency, and what seats for all of them could add at most."""

    PRIVACY = Privacy.NONE

    run = models.ForeignKey(Run, models.CASCADE, related_name="competency_prices")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+", verbose_name=_("competency"))
    people = models.PositiveIntegerField(_("people who find no seat"))
    value = models.FloatField(_("value lost, at most"))

    class Meta:
        verbose_name = _("competency without seats")
        constraints = [models.UniqueConstraint(fields=["run", "competency"], name="competency_price_once")]


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    OFFERED = "offered", _("offered, waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    OVERTAKEN = "overtaken", _("overtaken by a newer plan")
    EXPIRED = "expired", _("not answered in time")
    LAPSED = "lapsed", _("no longer holds")


WAITING_FOR_THE_OFFICE = (ProposalState.PROPOSED, ProposalState.EXPIRED)
HOLDING = (ProposalState.OFFERED, ProposalState.ACCEPTED)
"""While a proposal stands so, the opening and the seats of its path are held for the candidate."""


class Answered(models.TextChoices):
    """How a candidate's own yes or no came in."""

    SIGNED_IN = "signed_in", _("personally, signed in")
    LINK = "link", _("personally, by the link")
    SPOKEN = "spoken", _("spoken at the counter")
    PAPER = "paper", _("on signed paper, at the counter")


HER_OWN_HAND = (Answered.SIGNED_IN, Answered.LINK)
AT_THE_COUNTER = {how.value: how.label for how in (Answered.SPOKEN, Answered.PAPER)}


class RefusalReason(models.TextChoices):
    OTHER_WISH = "other_wish", _("wants another destination or occupation")
    FAMILY = "family", _("family does not agree")
    TIMING = "timing", _("cannot start then")
    TOO_FAR = "too_far", _("the class is too far away")
    STAYS_HOME = "stays_home", _("wants to work at home")
    WRONG_DATA = "wrong_data", _("the data about the candidate are wrong")
    OTHER = "other", _("another reason")


# By statement, not by row: a plan of a nation writes half a million proposals at once.
@pghistory.track(
    pghistory.InsertEvent(level=pghistory.Statement),
    pghistory.UpdateEvent(level=pghistory.Statement),
    exclude=[*COPIED, "classes", "chance", "wrong_guesses"],
)
class Proposal(CopiesCandidate):
    """One path for one candidate in one run. An offer holds its opening and seats for her; only her own yes keeps them."""

    PRIVACY = Privacy.GENERAL
    KEPT = "two years, then counts only"
    SEEN_BY = Right.VIEW_PROPOSAL
    SCOPES = {Scope.OWN: "candidate__person_id", Scope.REGION: "candidate__person__residence_id"}

    # Both begin another index already.
    run = models.ForeignKey(
        Run, models.CASCADE, related_name="proposals", verbose_name=_("plan run"), db_index=False
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="proposals", verbose_name=_("candidate"), db_index=False
    )
    order = models.ForeignKey(JobOrder, models.PROTECT, related_name="proposals", verbose_name=_("job order"))
    value = models.FloatField(_("value"))
    reasons = models.JSONField(
        default=dict
    )  # codes and numbers of the planner's explanation, with the nearest alternatives
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("offered by")
    )
    offered_at = models.DateTimeField(_("offered"), null=True)
    answer_by = models.DateField(_("last day to answer"), null=True)
    answered_how = models.CharField(
        _("how it was answered"), max_length=10, choices=Answered.choices, blank=True, default=""
    )
    wrong_guesses = models.PositiveSmallIntegerField(default=0, editable=False)  # at the question of her link
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    # The working day of the decision (`kit.dates.today`): a decision can be undone on that day.
    decided_on = models.DateField(null=True)
    refusal_reason = models.CharField(
        _("why refused"), max_length=20, choices=RefusalReason.choices, blank=True
    )
    refusal_note = models.CharField(_("in own words"), max_length=300, blank=True)
    intakes = models.ManyToManyField(Intake, through="ProposalStep", related_name="+")
    # What lists order and filter by, once more, so that they read one index: of the steps the first class, None without
    # one, and how many there are; of the reasons the chance; of the candidate, by triggers (migration 0008), home, name and number.
    first_intake = models.ForeignKey(Intake, models.PROTECT, null=True, related_name="+", db_index=False)
    classes = models.PositiveSmallIntegerField(default=0, editable=False)
    chance = models.GeneratedField(
        expression=Cast(KT("reasons__chance"), models.FloatField()),
        output_field=models.FloatField(null=True),
        db_persist=True,
    )
    home = models.CharField(max_length=13, default="", editable=False)
    name = models.CharField(max_length=120, default="", editable=False)
    number = models.CharField(max_length=12, default="", editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        constraints = [
            models.UniqueConstraint(fields=["run", "candidate"], name="proposal_one_path"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal_reason=""),
                name="proposal_refusal_has_reason",
                violation_error_message=_("Say why the proposal is refused."),
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(answer_by__isnull=False),
                name="proposal_offer_has_a_last_day",
            ),
        ]
        indexes = [
            models.Index(fields=["candidate", "state"]),
            # Homes count them, and every hour those whose last day has passed are looked for.
            models.Index(
                fields=["home"],
                opclasses=["varchar_pattern_ops"],
                include=["id", "state", "answer_by"],
                condition=Q(state__in=["offered", "expired"]),
                name="proposal_on_offer",
            ),
            # Every home counts what waits; older plans leave six times as many rows behind.
            models.Index(
                fields=["home"],
                opclasses=["varchar_pattern_ops"],
                include=["id", "name", "state", "first_intake"],
                condition=Q(state="proposed"),
                name="proposal_waiting",
            ),
            models.Index(
                fields=["home"],
                opclasses=["varchar_pattern_ops"],
                include=[
                    *("id", "name", "number", "state", "classes", "chance"),
                    *("run", "candidate", "order", "first_intake"),
                ],
                name="proposal_home",
            ),
        ]
        triggers = [COPY_CANDIDATE]

    def __str__(self) -> str:
        return f"{self.number} → {self.order}"


class ProposalStep(Model):
    PRIVACY = Privacy.NONE

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="steps")
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("step of a proposed path")
        constraints = [models.UniqueConstraint(fields=["proposal", "position"], name="proposal_step_once")]


class StudyKind(models.TextChoices):
    OPENINGS = "openings", _("which class to open next")
    BUDGET = "budget", _("what more or less money would reach")


class Study(Work):
    """A question about a finished plan that the planner answers by planning again; nothing of it is proposed to anybody."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_RUN
    SCOPES = {Scope.REGION: "run__place_id"}

    run = models.ForeignKey(Run, models.CASCADE, related_name="studies", verbose_name=_("plan run"))
    kind = models.CharField(_("question"), max_length=10, choices=StudyKind.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by")
    )
    wanted = models.JSONField(default=dict)  # within, seats, every, top
    as_of = models.DateField(_("as of"))
    progress = models.JSONField(default=dict)  # phase, done, of: what the screen polls
    result = models.JSONField(default=dict)  # see what_if.services.work_out

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("study of a plan")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "kind"],
                condition=Q(state__in=UNDER_WAY),
                name="study_one_at_a_time",
                violation_error_message=_("This is being worked out already. Wait for it or stop it."),
            )
        ]


class BulkVerb(models.TextChoices):
    OFFER = "offer", _("offer")
    REFUSE = "refuse", _("refuse")
    TAKE_BACK = "take_back", _("take back")


class BulkDecision(Work):
    """One named person decides on many proposals at once; each item tells what became of it."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.DECIDE_PROPOSAL
    SCOPES = {Scope.REGION: "place_id"}

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(_("decision"), max_length=10, choices=BulkVerb.choices)
    refusal_reason = models.CharField(
        _("why refused"), max_length=20, choices=RefusalReason.choices, blank=True
    )
    refusal_note = models.CharField(_("in own words"), max_length=300, blank=True)
    language = models.CharField(max_length=2, default="id")
    as_of = models.DateField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on many proposals")


class Outcome(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    ALREADY = "already", _("had been done before")
    IMPOSSIBLE = "impossible", _("not possible")


class BulkItem(Model):
    PRIVACY = Privacy.GENERAL
    KEPT = "two years"
    SCOPES = {Scope.REGION: "proposal__candidate__person__residence_id"}
    COPIES: ClassVar = {Scope.REGION: "proposal__home"}

    decision = models.ForeignKey(BulkDecision, models.CASCADE, related_name="items")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+", verbose_name=_("proposal"))
    position = models.PositiveIntegerField()
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    because = models.CharField(_("because"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("item of a decision on many proposals")
        constraints = [models.UniqueConstraint(fields=["decision", "proposal"], name="bulk_item_once")]
