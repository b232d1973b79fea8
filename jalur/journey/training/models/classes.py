from collections.abc import Collection
from dataclasses import astuple
from datetime import date
from functools import partial
from typing import Any, Self

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet, narrow
from jalur.foundation.competencies.models import Competency, Limited, ages_are_ordered
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.curricula.models import Version
from jalur.journey.premises.models import Booking
from jalur.journey.training.pass_rates import PassRate
from jalur.journey.training.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.dates import today
from jalur.kit.numbers import new_number


class ProgrammeQuerySet(VisibleQuerySet["Programme"]):
    def taught(self, on: date) -> "ProgrammeQuerySet":
        """Programmes not closed on a day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def with_people(self) -> "ProgrammeQuerySet":
        """With their classes that are not over, and the people in them, as `classes` and `people`."""
        current = Q(intakes__state__in=CURRENT)
        return self.annotate(
            classes=Count("intakes", filter=current),
            people=Sum("intakes__taken", filter=current, default=0),
        )

    def with_supply(self, on: date) -> "ProgrammeQuerySet":
        """With their classes open on a day, and the seats left in them, as `open_classes` and `seats_left`."""
        is_open = Q(intakes__state__in=TAKING, intakes__starts__gte=on, intakes__remedial_of=None)
        left = F("intakes__seats") - F("intakes__taken")
        return self.annotate(
            open_classes=Count("intakes", filter=is_open), seats_left=Sum(left, filter=is_open, default=0)
        )


class ProgrammeState(models.TextChoices):
    TAUGHT = "taught", _("taught")
    CLOSED = "closed", _("closed")


# What can stand in an address; "new" is the page that adds one.
CODE = RegexValidator(
    r"^(?!new$)[A-Za-z0-9][A-Za-z0-9.-]*\Z",
    _("Write the code with letters, digits, dots and hyphens only, for example LAS-KR-01."),
    "code",
)


class Programme(Limited, Model):
    """What an institute teaches: a curriculum mapped to competencies, with what must be held before."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_PROGRAMME
    SCOPES = {Scope.ORGANISATION: "provider_id", Scope.REGION: "provider__place_id"}

    code = models.CharField(
        _("code"),
        help_text=_("Short and unique, for example LAS-KR-01."),
        max_length=40,
        unique=True,
        validators=[CODE],
    )
    title = models.CharField(_("name of the programme"), max_length=200)
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="programmes", verbose_name=_("institute"), editable=False
    )
    # What it teaches and its hours follow from this, where it names one.
    curriculum = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("curriculum"),
        help_text=_("A version in force. What is taught and the hours are taken from its parts."),
    )
    teaches = models.ManyToManyField(
        Competency, blank=True, related_name="taught_by", verbose_name=_("what the programme teaches")
    )
    prerequisites = models.ManyToManyField(
        Competency,
        blank=True,
        related_name="needed_by",
        verbose_name=_("what people must hold first"),
        help_text=_("Already held, or taught in an earlier class."),
    )
    hours = models.PositiveIntegerField(
        _("training hours (JP)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
    )
    closed_on = models.DateField(_("no longer taught since"), null=True, blank=True, editable=False)
    # Learned from results by `services.learn_pass_rates`; empty where nobody of its kind has one.
    pass_rate = models.FloatField(_("pass rate"), null=True, editable=False)
    pass_rate_low = models.FloatField(null=True, editable=False)
    pass_rate_high = models.FloatField(null=True, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        constraints = [ages_are_ordered("programme_ages_are_ordered")]

    def __str__(self) -> str:
        return self.title

    @property
    def expected(self) -> PassRate | None:
        """What was learned from results; None where nobody of its kind has one."""
        low, rate, high = self.pass_rate_low, self.pass_rate, self.pass_rate_high
        return None if low is None or rate is None or high is None else PassRate(rate, low, high)

    @expected.setter
    def expected(self, learned: PassRate | None) -> None:
        self.pass_rate, self.pass_rate_low, self.pass_rate_high = astuple(learned) if learned else (None,) * 3

    @property
    def state(self) -> str:
        """Taught until it is closed."""
        return ProgrammeState.CLOSED if self.closed_on else ProgrammeState.TAUGHT

    @state.setter
    def state(self, state: str) -> None:
        self.closed_on = (self.closed_on or today()) if state == ProgrammeState.CLOSED else None


@pghistory.track()
class ClassRules(Model):
    """How an institute runs its classes; one without a row goes by the rulebook's number and the usual days."""

    PRIVACY = Privacy.NONE
    SCOPES = {Scope.ORGANISATION: "provider_id", Scope.REGION: "provider__place_id"}

    provider = models.OneToOneField(
        Organisation,
        models.PROTECT,
        related_name="class_rules",
        verbose_name=_("institute"),
        editable=False,
    )
    minimum = models.PositiveIntegerField(
        _("fewest people in a class"),
        help_text=_("With fewer a class is postponed. Empty: the number of the rulebook."),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    decide_days = models.PositiveSmallIntegerField(
        _("days before the first day by which a class is confirmed or postponed"),
        default=7,
        validators=[MaxValueValidator(90)],
    )
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer when a seat is offered from the waiting list"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(14)],
    )

    class Meta:
        verbose_name = _("rules for classes")


class Reach(models.TextChoices):
    REGENCY = "regency", _("residents of the regency and neighbours within daily travel")
    PROVINCE = "province", _("residents of the province (boarding)")
    NATIONAL = "national", _("everybody (boarding)")


class IntakeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("announced")
    PLANNED = "planned", _("open for enrolment")
    CONFIRMED = "confirmed", _("goes ahead")
    POSTPONED = "postponed", _("postponed")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")
    DISCARDED = "discarded", _("discarded")


HIDDEN = (IntakeState.DRAFT, IntakeState.DISCARDED)
"""What only the institute sees."""
TAKING = (IntakeState.PLANNED, IntakeState.CONFIRMED, IntakeState.POSTPONED)
"""Those that people can join until the first day."""
UNDECIDED = (IntakeState.PLANNED, IntakeState.POSTPONED)
"""Those of which it is not certain yet that they begin on their first day."""
CURRENT = (IntakeState.PUBLISHED, *TAKING, IntakeState.RUNNING)
OVER = (IntakeState.CLOSED, IntakeState.CANCELLED, IntakeState.DISCARDED)


def is_due(on: date) -> Q:
    return Q(state__in=TAKING, starts__lte=on)


def has_ended(on: date) -> Q:
    return Q(state=IntakeState.RUNNING, ends__lte=on) | Q(state=IntakeState.FINISHED)


def is_small(least: int) -> Q:
    """least: the number for centres that set none of their own."""
    set_by_institute = ClassRules.objects.filter(provider=OuterRef("programme__provider")).order_by("pk")
    asked = Coalesce("minimum", Subquery(set_by_institute.values("minimum")), Value(least))
    return Q(state__in=UNDECIDED, held_since=None, taken__lt=Least(F("seats"), asked))


class PostponedBecause(models.TextChoices):
    TOO_FEW = "too_few", _("too few people")
    INSTRUCTOR = "instructor", _("no instructor")
    PREMISES = "premises", _("rooms or equipment not ready")
    OTHER = "other", _("another reason")


class HeldBecause(models.TextChoices):
    """What keeps an institute from teaching, by the law of a day."""

    CLOSED = "closed", _("the institute is closed")
    LICENCE = "licence", _("the institute's licence is not in force")


GONE = F("taken") + F("kept")
LEFT = F("seats") - GONE
"""As `Intake.left`, where the database counts."""


class IntakeQuerySet(VisibleQuerySet["Intake"]):
    def visible_to(self, actor: Actor, action: str = "") -> Self:
        """As everywhere; what is hidden is there for whoever follows the classes of the institute."""
        rows = super().visible_to(actor, action)
        own = narrow(Intake.objects.filter(state__in=HIDDEN), actor, Right.FOLLOW_INTAKE)
        return rows.filter(~Q(state__in=HIDDEN) | Q(pk__in=own.order_by().values("pk")))

    def for_lists(self) -> "IntakeQuerySet":
        """With the related rows a list shows, and how many seats are left as `seats_left`."""
        return (
            self.select_related("programme", "programme__provider", "place")
            .annotate(seats_left=LEFT)
            .order_by("starts", "number")
        )

    def open(self, on: date, *, freed: Collection[Any] = ()) -> "IntakeQuerySet":
        """Classes that still take people: not begun, their first day has not passed, and the institute may teach, as it may those
        that are just being `freed`."""
        closed = Q(programme__provider__closed_on__lte=on)
        may_teach = (~closed | Q(programme__provider__closed_on=None)) & Q(held_since=None)
        return self.filter(may_teach | Q(pk__in=freed), state__in=TAKING, starts__gte=on)

    def due(self, on: date) -> "IntakeQuerySet":
        """Classes that have reached their first day and were not started."""
        return self.filter(is_due(on))

    def ended(self, on: date) -> "IntakeQuerySet":
        """Classes that have reached their last day and have no result yet."""
        return self.filter(has_ended(on))

    def small(self, least: int) -> "IntakeQuerySet":
        """Classes not begun that lack people so that they are not postponed, as `rules.missing_for_a_full_start`."""
        return self.filter(is_small(least))

    def current(self) -> "IntakeQuerySet":
        """Classes that people know of, take part in or can join: neither over nor cancelled."""
        return self.filter(state__in=CURRENT)

    def on_hold(self) -> "IntakeQuerySet":
        """Classes that stand still for as long as their institute may not teach, as `Intake.is_on_hold`."""
        return self.current().filter(held_since__isnull=False)

    def for_everybody(self) -> "IntakeQuerySet":
        """Without remedial classes, which only people below the standard of their programme can join."""
        return self.filter(remedial_of=None)

    def plannable(self, on: date, *, freed: Collection[Any] = ()) -> "IntakeQuerySet":
        """Those of them with a seat left for which nobody waits."""
        waits = Enrolment.objects.filter(intake=OuterRef("pk"), state=EnrolmentState.WAITING)
        rows = self.open(on, freed=freed).for_everybody()
        return rows.with_a_seat().filter(~Exists(waits))

    def with_a_seat(self) -> "IntakeQuerySet":
        """Those with a seat that nobody has and that is kept for nobody, as `Intake.left`."""
        return self.filter(seats__gt=GONE)

    def with_a_seat_for_the_line(self) -> "IntakeQuerySet":
        """Those that have a seat left and somebody who waits for it."""
        waits = Enrolment.objects.filter(intake=OuterRef("pk"), state=EnrolmentState.WAITING)
        return self.with_a_seat().filter(Exists(waits), state__in=TAKING, held_since=None)


@pghistory.track()
class Intake(Model):
    """One class of a programme: dates, seats, where, for whom, at what cost."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_INTAKE
    SCOPES = {Scope.ORGANISATION: "programme__provider_id", Scope.REGION: "place_id"}

    number = models.CharField(
        _("class number"), max_length=30, unique=True, default=partial(new_number, "K"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=20, choices=IntakeState.choices, default=IntakeState.PLANNED, editable=False
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="intakes", verbose_name=_("programme")
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("regency or city"))
    reach = models.CharField(_("who can come"), max_length=10, choices=Reach.choices)
    with_bed = models.BooleanField(
        _("a bed goes with each seat"),
        help_text=_("Whoever takes a seat gets a bed at your centre for all nights, or no seat."),
        default=False,
    )
    seats = models.PositiveIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    # For members of a network, who fill them until a day (room network); to everybody else they are gone.
    kept = models.PositiveIntegerField(_("seats kept for the network"), default=0, editable=False)
    opens_on = models.DateField(
        _("enrolment opens on"),
        help_text=_("An announced class opens by itself on this day. Leave it empty to open it yourself."),
        null=True,
        blank=True,
    )
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    # The class whose people it takes up where they stand below the standard; only they can take a seat.
    remedial_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remedials",
        verbose_name=_("remedial class of"),
        editable=False,
    )
    minimum = models.PositiveIntegerField(
        _("fewest people"),
        help_text=_("With fewer the class is postponed. Leave it empty for the number of your institute."),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    # By when the institute says whether it goes ahead; follows from the first day and the rules of the institute.
    decide_by = models.DateField(_("confirmed or postponed by"), null=True, blank=True, editable=False)
    finished_on = models.DateField(_("over since"), null=True, blank=True, editable=False)
    postponed_because = models.CharField(
        _("why postponed"),
        max_length=20,
        choices=PostponedBecause.choices,
        blank=True,
        default="",
        editable=False,
    )
    bring = models.CharField(_("what to bring on the first day"), max_length=500, blank=True)
    cost = models.DecimalField(_("cost per seat"), max_digits=14, decimal_places=0)
    pass_rate = models.DecimalField(
        _("estimated pass rate"),
        help_text=_(
            "Your own estimate: how many in a hundred pass. What happens in finished classes corrects it before plans "
            "count with it."
        ),
        max_digits=4,
        decimal_places=3,
    )
    # While its institute may not teach, by the law of the day: nobody new is sent there, whoever has a seat keeps it.
    held_since = models.DateField(_("on hold since"), null=True, blank=True, editable=False)
    held_because = models.CharField(
        _("why on hold"), max_length=20, choices=HeldBecause.choices, blank=True, default="", editable=False
    )
    cancel_reason = models.CharField(_("why cancelled"), max_length=200, blank=True, editable=False)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("seats") - F("kept")),
                name="intake_not_oversold",
                violation_error_message=_("No seat is left in this class."),
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="intake_ends_after_start",
                violation_error_message=_("A class ends on or after the day it starts."),
            ),
            models.CheckConstraint(
                condition=Q(pass_rate__gt=0, pass_rate__lte=1),
                name="intake_pass_rate",
                violation_error_message=_("The pass rate must be above 0 and at most 1."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gt=0),
                name="intake_has_seats",
                violation_error_message=_("A class has at least one seat."),
            ),
            models.CheckConstraint(
                condition=Q(cost__gte=0),
                name="intake_cost_is_not_negative",
                violation_error_message=_("The cost is at least Rp0."),
            ),
            models.CheckConstraint(
                condition=Q(remedial_of=None) | ~Q(remedial_of=F("id")),
                name="intake_remedial_of_another",
                violation_error_message=_("A remedial class takes up the people of another class."),
            ),
            models.CheckConstraint(
                condition=Q(held_since=None) | ~Q(held_because=""),
                name="intake_hold_has_reason",
                violation_error_message=_("Say what stands in the way of the class."),
            ),
            models.CheckConstraint(
                condition=~Q(state="postponed") | ~Q(postponed_because=""),
                name="intake_postponement_has_reason",
                violation_error_message=_("Say why the class is postponed."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="intake_cancellation_has_reason",
                violation_error_message=_("Say why the class is cancelled."),
            ),
        ]
        indexes = [models.Index(fields=["state", "starts"], name="intake_state_starts")]

    def __str__(self) -> str:
        return self.number

    @property
    def left(self) -> int:
        return self.seats - self.taken - self.kept

    def is_open(self, on: date) -> bool:
        """Whether it still takes people, as `IntakeQuerySet.open`."""
        is_free = self.held_since is None and not self.is_orphaned(on)
        return self.state in TAKING and self.starts >= on and is_free

    @property
    def is_on_hold(self) -> bool:
        """Whether it stands still for as long as its institute may not teach; what is over does not stand still."""
        return self.held_since is not None and self.state in CURRENT

    def is_orphaned(self, on: date) -> bool:
        """Whether the institute has closed before the class was over."""
        closed_on = self.programme.provider.closed_on
        return closed_on is not None and closed_on <= on


class EnrolmentState(models.TextChoices):
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("seat offered")
    ENROLLED = "enrolled", _("enrolled")
    WITHDRAWN = "withdrawn", _("withdrawn")
    COMPLETED = "completed", _("completed")
    NOT_YET = "not_yet", _("not yet competent")


IN_LINE = (EnrolmentState.WAITING, EnrolmentState.OFFERED)
"""Those who have no seat yet; of an offered one the seat is kept free."""
HELD = (*IN_LINE, EnrolmentState.ENROLLED)
"""Those whose class is still ahead of them or runs."""
SEATED = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED, EnrolmentState.NOT_YET)


class CallPurpose(models.TextChoices):
    """What the phone numbers of a class are opened for."""

    INVITE = "invite", _("to say when and where the class begins")
    CHANGED = "changed", _("to say that days or place have changed")
    ABSENT = "absent", _("to ask after somebody who did not come")


class EnrolmentQuerySet(VisibleQuerySet["Enrolment"]):
    def kept(self) -> "EnrolmentQuerySet":
        """Seats that were taken and not given back."""
        return self.filter(state__in=SEATED)

    def current(self) -> "EnrolmentQuerySet":
        """Seats, and places on the waiting list, that were not given back."""
        return self.exclude(state=EnrolmentState.WITHDRAWN)

    def in_line(self) -> "EnrolmentQuerySet":
        """The waiting list, who came first first; who has an offer stands before those who wait."""
        return self.filter(state__in=IN_LINE).order_by("queued", "pk")

    def for_line(self) -> "EnrolmentQuerySet":
        """With the person, in the order it is in."""
        return self.select_related("intake__programme__provider", "candidate__person")

    def next_in_line(self) -> "EnrolmentQuerySet":
        return self.filter(state=EnrolmentState.WAITING).order_by("queued", "pk")

    def with_result(self) -> "EnrolmentQuerySet":
        """Seats of finished classes."""
        return self.filter(state__in=(EnrolmentState.COMPLETED, EnrolmentState.NOT_YET))

    def for_lists(self) -> "EnrolmentQuerySet":
        """With the class and the person, in the order of the classes."""
        related = ("intake__programme__provider", "intake__place", "candidate__person")
        return self.select_related(*related).order_by("intake__starts", "pk")


@pghistory.track(exclude=COPIED)
class Enrolment(CopiesCandidate):
    """A seat taken by a candidate. A withdrawn enrolment has given its seat back."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_ENROLMENT
    SCOPES = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "intake__programme__provider_id",
    }

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="enrolments", verbose_name=_("class"))
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="enrolments", verbose_name=_("candidate")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=EnrolmentState.choices, default=EnrolmentState.ENROLLED
    )
    left_reason = models.CharField(_("why withdrawn"), max_length=200, blank=True)
    # The turn in the class's waiting list, given once and never to somebody else.
    queued = models.PositiveIntegerField(_("turn on the waiting list"), null=True, blank=True, editable=False)
    offered_at = models.DateTimeField(_("seat offered at"), null=True, blank=True, editable=False)
    answer_by = models.DateField(_("answer by"), null=True, blank=True, editable=False)
    # What went with the seat of a class that boards; it comes and goes with the seat.
    bed = models.OneToOneField(
        Booking,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seat",
        verbose_name=_("bed"),
        editable=False,
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "candidate"],
                condition=~Q(state="withdrawn"),
                name="enrolment_once",
                violation_error_message=_("This candidate already has a seat in this class."),
            ),
            models.UniqueConstraint(fields=["intake", "queued"], name="enrolment_turn_once"),
        ]
        indexes = [
            models.Index(fields=["intake", "queued"], condition=Q(state="waiting"), name="enrolment_line"),
            models.Index(
                fields=["home"],
                opclasses=["varchar_pattern_ops"],
                include=["id", "name", "number", "state", "intake"],
                name="enrolment_home",
            ),
        ]
        triggers = [COPY_CANDIDATE]
