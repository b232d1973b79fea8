from collections.abc import Collection
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet
from jalur.foundation.competencies.models import Competency
from jalur.foundation.geography.models import Place
from jalur.foundation.geography.rules import ancestor_codes
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.work.models import UNDER_WAY, Work, WorkState
from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.models import State as OrderState
from jalur.journey.training.models import Intake
from jalur.kit.database import Model, Privacy, lying_in
from jalur.proposals.rights import Right


class RunQuerySet(VisibleQuerySet["Run"]):
    def visible_to(self, actor: Actor, action: str = "") -> "RunQuerySet":
        """A published plan is everybody's who may see plans. A draft is read by whoever asked for it, by those who plan for its
        place, and by offices that could publish their own part of it; of a what-if there is no part to publish.
        """
        seen = super().visible_to(actor, action)
        planning = access.grants(actor, Right.START_RUN)
        if any(grant.scope is Scope.NATION for grant in planning):
            return seen
        may_read = Q(self.is_published())
        if actor.user_id is not None:
            may_read |= Q(requested_by_id=actor.user_id)
        if planning and (code := actor.place_code):
            larger = Q(place__isnull=True) | Q(place_id__in=[*ancestor_codes(code), code])
            may_read |= lying_in("place__code", code) | (larger & Q(is_what_if=False))
        return seen.filter(may_read)

    def with_plan(self) -> "RunQuerySet":
        """Runs that ended with a verified plan; a run that was stopped keeps the best plan it had."""
        return self.filter(state__in=(WorkState.DONE, WorkState.CANCELLED), value__isnull=False)

    def published(self) -> "RunQuerySet":
        """Plans of which something stands published."""
        return self.filter(self.is_published())

    def with_status(self) -> "RunQuerySet":
        """`status`: what_if, published (something of it stands so) or draft; "" without a plan."""
        return self.annotate(
            status=Case(
                When(value__isnull=True, then=Value("")),
                When(is_what_if=True, then=Value("what_if")),
                When(self.is_published(), then=Value("published")),
                default=Value("draft"),
            )
        )

    def is_published(self) -> Exists:
        standing = Publication.objects.filter(run=OuterRef("pk"), state=PublicationState.STANDING)
        return Exists(standing.order_by())


class Run(Work):
    """One run of the planner on the tables as they stood. Kept for ever: fingerprint, seed, value, bound, prices."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_RUN
    SCOPES = {Scope.REGION: "place_id"}

    # Empty: the whole country.
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the people of")
    )
    name = models.CharField(_("name of the plan"), max_length=120)
    # Something entered is only assumed, or the plan is only to be looked at: it can't be published.
    is_what_if = models.BooleanField(_("what-if"), default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by")
    )
    policy = models.JSONField(_("policy"), default=dict)
    seed = models.PositiveIntegerField(_("seed"), default=1)
    as_of = models.DateField(_("as of"))
    fingerprint = models.CharField(_("fingerprint of the input"), max_length=64, blank=True)
    # As gathered: candidates, orders, openings, intakes, seats; held: people of the place with an offer or a job, and their value.
    counts = models.JSONField(default=dict)
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
        return self.name

    @property
    def has_plan(self) -> bool:
        return self.value is not None and self.state in (WorkState.DONE, WorkState.CANCELLED)


class PublicationState(models.TextChoices):
    STANDING = "standing", _("published")
    TAKEN_BACK = "taken_back", _("taken back")


class Publication(Model):
    """An office proposes a plan, or its own part of a larger one, to the people of its place. What waited there makes room."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_RUN
    SCOPES = {Scope.REGION: "place_id"}

    run = models.ForeignKey(Run, models.CASCADE, related_name="publications", verbose_name=_("plan run"))
    # Empty: the whole country.
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the people of")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("office")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PublicationState.choices, default=PublicationState.STANDING
    )
    published_on = models.DateField(_("published on"))
    # What it changed, as the office was told beforehand: see publishing.queries.Outlook.
    counts = models.JSONField(default=dict)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of a plan")

    def __str__(self) -> str:
        return self.run.name


class PublicationVerb(models.TextChoices):
    PUBLISH = "publish", _("publish")
    TAKE_BACK = "take_back", _("take back")


class PublicationJob(Work):
    """A plan too large for one request is published or taken back by a worker, in the name of who asked: all of it or nothing."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.PUBLISH_PLAN
    SCOPES = {Scope.REGION: "place_id"}

    verb = models.CharField(max_length=10, choices=PublicationVerb.choices)
    run = models.ForeignKey(
        Run, models.CASCADE, related_name="publication_jobs", verbose_name=_("plan run"), db_index=False
    )
    # Empty: the whole country.
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, related_name="+", verbose_name=_("for the people of")
    )
    # What it takes back; of publishing, once it is done, what came of it.
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, related_name="jobs")
    paths = models.PositiveIntegerField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication on its way")
        indexes = [models.Index(fields=["run", "place", "-created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "place"],
                condition=Q(state__in=UNDER_WAY),
                name="publication_job_one_at_a_time",
                nulls_distinct=False,
                violation_error_message=_(
                    "This plan is being published or taken back already. Wait for it or stop it."
                ),
            )
        ]


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
    DRAFT = "draft", _("draft")
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


class ProposalQuerySet(VisibleQuerySet["Proposal"]):
    def visible_to(self, actor: Actor, action: str = "") -> "ProposalQuerySet":
        """Those that were published: a draft is nobody's proposal yet, nor is one that lapsed as a draft."""
        rows = super().visible_to(actor, action).exclude(state=ProposalState.DRAFT)
        return rows.exclude(state=ProposalState.LAPSED, published_in=None)

    def with_drafts(self, actor: Actor) -> "ProposalQuerySet":
        """Also the drafts to people whose proposals the actor lists, whichever plan they are of."""
        drafts = super().visible_to(actor, Right.LIST_PROPOSAL).filter(state=ProposalState.DRAFT)
        return self.visible_to(actor) | drafts


def stands_still(*, freed: Collection[Any] = ()) -> Q:
    """Proposals whose order or a class on whose path is on hold by law; `freed`: orders and classes that just go on again."""
    held = Intake.objects.on_hold().exclude(pk__in=freed).order_by()
    on_path = ProposalStep.objects.filter(proposal=OuterRef("pk"), intake__in=held)
    return (Q(order__state=OrderState.HELD) & ~Q(order__in=freed)) | Exists(on_path)


# By statement, not by row: a plan of a nation writes half a million proposals at once.
@pghistory.track(
    pghistory.InsertEvent(level=pghistory.Statement),
    pghistory.UpdateEvent(level=pghistory.Statement),
    exclude=[*COPIED, "classes", "chance", "wrong_guesses", "published_in", "replaced_by"],
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
    # Empty: a draft, or made before plans were published. replaced_by: the publication that it waits behind, should that be taken back.
    published_in = models.ForeignKey(
        Publication, models.SET_NULL, null=True, related_name="proposals", db_index=False
    )
    replaced_by = models.ForeignKey(
        Publication, models.SET_NULL, null=True, related_name="replaced", db_index=False
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("offered by")
    )
    offered_at = models.DateTimeField(_("offered"), null=True)
    answer_by = models.DateField(_("last day to answer"), null=True)
    answered_how = models.CharField(
        _("how it was answered"), max_length=10, choices=Answered.choices, blank=True, default=""
    )
    # The day on which she said it; at the counter it may be written down later.
    answered_on = models.DateField(_("answered"), null=True, editable=False)
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
    refusal_note = models.CharField(_("in their own words"), max_length=300, blank=True)
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

    objects = ProposalQuerySet.as_manager()

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
            models.Index(
                fields=["published_in"], condition=Q(published_in__isnull=False), name="proposal_published_in"
            ),
            models.Index(
                fields=["replaced_by"], condition=Q(replaced_by__isnull=False), name="proposal_replaced_by"
            ),
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
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by")
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
    UNDO = "undo", _("undo")


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
    refusal_note = models.CharField(_("in their own words"), max_length=300, blank=True)
    language = models.CharField(max_length=2, default="id")
    as_of = models.DateField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk decision")


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
        verbose_name = _("item of a bulk decision")
        constraints = [models.UniqueConstraint(fields=["decision", "proposal"], name="bulk_item_once")]
