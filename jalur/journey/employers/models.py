"""Employers abroad, what missions have verified of them and of partner agencies, and the list of those with a problem."""

from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet, narrow
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import EmployerType, OrganisationKind, VerificationWay
from jalur.journey.employers.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.folding import fold
from jalur.kit.search import Folded, search_index

LONGEST_NAMES = 600


class State(models.TextChoices):
    CURRENT = "current", _("registered")
    MERGED = "merged", _("joined with another entry")


class EmployerQuerySet(VisibleQuerySet["Employer"]):
    def visible_to(self, actor: Actor, action: str = "") -> "EmployerQuerySet":
        """Each once, however many orders lead to it."""
        reached = narrow(Employer.objects.all(), actor, action or Right.VIEW_EMPLOYER)
        return self.filter(pk__in=reached.order_by().values("pk"))

    def current(self) -> "EmployerQuerySet":
        """Those not joined with another entry."""
        return self.filter(state=State.CURRENT)

    def called(self, text: str) -> "EmployerQuerySet":
        """Those whose name or registration number is the whole text: nobody leafs through the others."""
        is_registered = Q(registration=text.strip(), registration__gt="")
        return self.alias(folded=Folded("name")).filter(Q(folded=fold(text)) | is_registered)

    def written(self) -> "EmployerQuerySet":
        """With what tells each from all others as `written`: "Korea: Contoh Shipyard, Ulsan"."""
        country = F("country__name_en" if get_language() == "en" else "country__name_id")
        city = Case(When(city="", then=Value("")), default=Concat(Value(", "), "city"))
        return self.annotate(written=Concat(country, Value(": "), "name", city))

    def with_standing(self, on: date) -> "EmployerQuerySet":
        """With the last day of the newest verification as `verified_until`, and whether a problem runs as `has_problem`."""
        until = Verification.objects.filter(employer=OuterRef("pk")).order_by().values("employer")
        return self.annotate(
            verified_until=Subquery(until.annotate(last=Max("valid_until")).values("last")),
            has_problem=Exists(Problem.objects.running(on).filter(employer=OuterRef("pk"))),
        )


@pghistory.track()
class Employer(Model):
    """Who pays the wage abroad. Legal entity or individual decides what the destination rules allow."""

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years after the last order"
    SEEN_BY = Right.VIEW_EMPLOYER
    SCOPES: ClassVar = {
        Scope.DESTINATION: "country_id",
        Scope.ORGANISATION: ("registered_by_id", "orders__company_id"),
    }

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.CURRENT, editable=False
    )
    name = models.CharField(_("name of the employer"), max_length=200)
    also_called = models.CharField(
        _("also called"),
        help_text=_("Other names and spellings, separated by semicolons; it is found by them too."),
        max_length=LONGEST_NAMES,
        blank=True,
    )
    employer_type = models.CharField(_("employer type"), max_length=20, choices=EmployerType.choices)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    city = models.CharField(_("city"), max_length=120, blank=True)
    registration = models.CharField(
        _("registration number"),
        help_text=_("The number under which the employer is registered in its country."),
        max_length=80,
        blank=True,
    )
    official_id = models.CharField(
        _("official number of the employer"),
        help_text=_("From its papers: tax number of a company, identity number of a head of household."),
        max_length=60,
        blank=True,
    )

    # Beside its orders, what makes it an employer of this company.
    registered_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("registered by"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("joined with"),
    )

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("employer")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "country", "city"],
                name="employer_once",
                violation_error_message=_("This employer is already registered in this city."),
            ),
            models.CheckConstraint(
                condition=Q(state="merged") | Q(merged_into__isnull=True),
                name="employer_merged_into_another",
                violation_error_message=_("Say which entry it is joined with."),
            ),
        ]
        indexes = [search_index("name", name="employer_name_folded")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_household(self) -> bool:
        return self.employer_type == EmployerType.INDIVIDUAL


ONE_OF_BOTH = Q(employer__isnull=False, partner__isnull=True) | Q(
    employer__isnull=True, partner__isnull=False
)


class OfEmployerOrPartner(Model):
    """A row about an employer or about a partner agency abroad, in the country of either."""

    employer = models.ForeignKey(
        Employer,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="%(class)ss",
        verbose_name=_("employer"),
    )
    partner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        limit_choices_to={"kind": OrganisationKind.PARTNER_AGENCY},
        verbose_name=_("partner agency abroad"),
    )
    country = models.ForeignKey(
        Country, models.PROTECT, editable=False, related_name="+", verbose_name=_("country")
    )

    class Meta:
        abstract = True

    @property
    def about(self) -> Employer | Organisation:
        """The employer or the partner agency."""
        about = self.employer or self.partner
        assert about is not None
        return about

    @property
    def names_household(self) -> bool:
        return self.employer is not None and self.employer.is_household


@pghistory.track()
class Verification(OfEmployerOrPartner):
    """That a mission has convinced itself of an employer or a partner agency, how, and until when that counts."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the employer; a note may say something of a household"
    SEEN_BY = Right.VIEW_VERIFICATION
    SCOPES: ClassVar = {Scope.DESTINATION: "country_id"}

    way = models.CharField(_("how it was verified"), max_length=12, choices=VerificationWay.choices)
    verified_on = models.DateField(_("verified on"))
    valid_until = models.DateField(
        _("counts until"),
        help_text=_("The last day. Left empty, it counts as long as the rulebook says."),
    )
    paper = models.CharField(
        _("report or paper"),
        help_text=_("Its name or number, as the mission keeps it."),
        max_length=120,
        blank=True,
    )
    note = models.CharField(
        _("note"),
        help_text=_("What was found. For missions and the ministry alone."),
        max_length=600,
        blank=True,
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification of an employer")
        constraints = [
            models.CheckConstraint(condition=ONE_OF_BOTH, name="verification_is_of_one"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("verified_on")),
                name="verification_is_ordered",
                violation_error_message=_("It counts at least on the day on which it was verified."),
            ),
        ]
        indexes = [models.Index(fields=["country", "valid_until"], name="verification_runs_out")]

    def __str__(self) -> str:
        return self.get_way_display()


class ProblemState(models.TextChoices):
    LISTED = "listed", _("on the list")
    LIFTED = "lifted", _("taken off the list")


class ProblemKind(models.TextChoices):
    """What is known of an employer or a partner; the kinds are Jalur's own."""

    WAGES = "wages", _("wages not paid or held back")
    VIOLENCE = "violence", _("violence or threats")
    PAPERS = "papers", _("passports or papers taken away")
    OTHER_WORK = "other_work", _("other work or place than agreed")
    FALSE_ORDER = "false_order", _("orders that proved false")
    CHARGES = "charges", _("workers charged for their placement")
    SANCTION = "sanction", _("sanctioned by the authority of its country")
    OTHER = "other", _("another reason")


def is_running(on: date) -> Q:
    """Which problems count on a day; `until` is the last day."""
    return Q(state=ProblemState.LISTED, since__lte=on) & (Q(until=None) | Q(until__gte=on))


class ProblemQuerySet(VisibleQuerySet["Problem"]):
    def visible_to(self, actor: Actor, action: str = "") -> "ProblemQuerySet":
        """Published ones that stand on the list for everybody; all of them for those who keep the list or depend on it."""
        if action:
            return super().visible_to(actor, action)
        return self.filter(Q(is_published=True, state=ProblemState.LISTED) | Q(pk__in=_kept_by(actor)))

    def running(self, on: date) -> "ProblemQuerySet":
        return self.filter(is_running(on))

    def for_lists(self, actor: Actor) -> "ProblemQuerySet":
        """With the name that the actor may read as `known_name`: a household has none but for those who keep its entry."""
        legal = When(employer__employer_type=EmployerType.LEGAL_ENTITY, then="employer__name")
        partner = When(partner__isnull=False, then="partner__name")
        own = When(pk__in=_kept_by(actor), then="employer__name")
        return self.select_related("employer__country", "partner", "country").annotate(
            known_name=Coalesce(Case(legal, partner, own, default=Value("")), Value(""))
        )


def _kept_by(actor: Actor) -> models.QuerySet[Any]:
    """Keys of the problems that the actor reads whether published or not."""
    return narrow(Problem.objects.all(), actor, Right.VIEW_UNPUBLISHED).order_by().values("pk")


@pghistory.track()
class Problem(OfEmployerOrPartner):
    """A row of the problem list: while it runs, nobody is sent to this employer, or through this partner."""

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years after it was lifted"
    SEEN_BY = Right.VIEW_UNPUBLISHED
    SCOPES: ClassVar = {
        Scope.DESTINATION: "country_id",
        Scope.ORGANISATION: ("employer__registered_by_id", "employer__orders__company_id"),
    }

    state = models.CharField(
        _("state"), max_length=10, choices=ProblemState.choices, default=ProblemState.LISTED, editable=False
    )
    kind = models.CharField(_("what the problem is"), max_length=12, choices=ProblemKind.choices)
    words = models.CharField(
        _("in words"),
        help_text=_("What happened, without naming anybody. Everybody reads it once it is published."),
        max_length=600,
        blank=True,
    )
    since = models.DateField(_("since"), help_text=_("From this day on nobody is sent there."))
    until = models.DateField(
        _("until"),
        help_text=_("The last day. Leave it empty while nobody knows."),
        null=True,
        blank=True,
    )
    source = models.CharField(
        _("source"),
        help_text=_("The letter, decision or report on which this rests."),
        max_length=300,
    )
    is_published = models.BooleanField(
        _("everybody may read it"),
        help_text=_("A household is never named on the public list."),
        default=False,
    )
    lift_reason = models.CharField(_("why taken off the list"), max_length=300, blank=True, editable=False)
    entered_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the problem list")
        constraints = [
            models.CheckConstraint(condition=ONE_OF_BOTH, name="problem_is_of_one"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="problem_is_ordered",
                violation_error_message=_("The last day must not lie before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state="lifted") | ~Q(lift_reason=""),
                name="problem_lifting_has_reason",
                violation_error_message=_("Say why it is taken off the list."),
            ),
        ]
        indexes = [models.Index(fields=["state", "since"], name="problem_state_since")]

    def __str__(self) -> str:
        return self.get_kind_display()

    def is_running(self, on: date) -> bool:
        """As `ProblemQuerySet.running`."""
        is_over = self.until is not None and self.until < on
        return self.state == ProblemState.LISTED and self.since <= on and not is_over
