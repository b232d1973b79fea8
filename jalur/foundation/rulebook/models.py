from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import VisibleDatedQuerySet
from jalur.foundation.competencies.models import AgeLimited, Occupation, Route, ages_are_ordered
from jalur.foundation.geography.models import Country
from jalur.foundation.rulebook.rights import Right
from jalur.kit.database import Cited, Dated, Model, Privacy, period_is_ordered, period_may_be_empty


class EmployerType(models.TextChoices):
    LEGAL_ENTITY = "legal_entity", _("legal entity")
    INDIVIDUAL = "individual", _("individual or household")


class OrganisationKind(models.TextChoices):
    MINISTRY = "ministry", _("ministry (KP2MI)")
    REGIONAL_SERVICE_OFFICE = "regional_service_office", _("regional service office (BP3MI)")
    LABOUR_OFFICE = "labour_office", _("labour office (Disnaker)")
    ONE_STOP_SERVICE = "one_stop_service", _("one-stop service (LTSA)")
    VILLAGE = "village", _("village government")
    TRAINING_CENTRE = "training_centre", _("public training centre (BLK, UPTD)")
    TRAINING_PROVIDER = "training_provider", _("private training provider (LPK)")
    CERTIFICATION_BODY = "certification_body", _("certification body (LSP)")
    PLACEMENT_COMPANY = "placement_company", _("placement company (P3MI)")
    PARTNER_AGENCY = "partner_agency", _("overseas partner agency (Mitra Usaha)")
    MISSION = "mission", _("mission abroad (Perwakilan RI)")
    SCHOOL = "school", _("school (SMK)")
    CIVIL_SOCIETY = "civil_society", _("civil-society organisation")
    PLATFORM = "platform", _("platform operator")


class LicenceKind(models.TextChoices):
    COMPANY_LICENCE = "company_licence", _("company licence (SIP3MI)")
    PROVIDER_LICENCE = "provider_licence", _("training licence (LPK)")
    PROVIDER_ACCREDITATION = "provider_accreditation", _("training accreditation")
    CERTIFICATION_LICENCE = "certification_licence", _("certification licence (BNSP)")


class LegalSource(models.Model):
    """A law, regulation or decree that rules are drawn from."""

    class Kind(models.TextChoices):
        LAW = "law", _("law")
        GOVERNMENT = "government_regulation", _("government regulation")
        PRESIDENT = "presidential_regulation", _("presidential regulation")
        MINISTER = "ministerial_regulation", _("ministerial regulation")
        AGENCY = "agency_regulation", _("agency regulation")
        DECREE = "decree", _("decree")

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        AMENDED = "amended", _("in force, amended")
        REPLACED = "replaced", _("replaced")
        UNCERTAIN = "uncertain", _("status not known")

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices, blank=True)
    title = models.CharField(_("title"), max_length=300)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    subject_en = models.CharField(_("subject in English"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=200, blank=True, choices=Status.choices)
    changed_by = models.CharField(_("changed or replaced by"), max_length=200, blank=True)
    verified = models.BooleanField(_("checked against the source"), default=False)

    class Meta:
        verbose_name = _("legal source")

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        return self.subject_en if get_language() == "en" and self.subject_en else self.subject


class DatedRule(Model, Dated, Cited):
    """A row of law. `source` says in a sentence what it rests on; `legal_source` names the law where there is one."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_RULE

    legal_source = models.ForeignKey(
        LegalSource, models.PROTECT, null=True, blank=True, verbose_name=_("legal source")
    )

    objects = VisibleDatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def rests_on(self) -> str:
        """The law and the sentence beside it."""
        return "; ".join(str(part) for part in (self.legal_source, self.cited) if part) or gettext(
            "no source named"
        )


class Extent(models.TextChoices):
    """How far a pause or a ban reaches; each holds the ones before it.

    Malaysia in July 2022 took no new orders while approved ones went on; Kepmenaker 260/2015 lets contracts be extended.
    """

    NEW_ORDERS = "new_orders", _("new orders only")
    UNDERWAY = "underway", _("also orders and people already on the way")
    EXTENSIONS = "extensions", _("also extensions of contracts")


@pghistory.track()
class DestinationRule(DatedRule):
    """Whether people may be placed: country × occupation × employer type × route. Empty means every one of them."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        PAUSED = "paused", _("paused")
        FORBIDDEN = "forbidden", _("forbidden")

    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("destination")
    )
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, verbose_name=_("occupation")
    )
    employer_type = models.CharField(_("employer"), max_length=20, choices=EmployerType.choices, blank=True)
    route = models.CharField(_("route"), max_length=20, choices=Route.choices, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    extent = models.CharField(
        _("how far it reaches"), max_length=10, choices=Extent.choices, default=Extent.UNDERWAY
    )

    class Meta:
        verbose_name = _("destination rule")
        constraints = [
            period_may_be_empty("destination_rule_period_is_ordered"),
            models.UniqueConstraint(
                fields=["country", "occupation", "employer_type", "route"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="destination_rule_one_open",
                violation_error_message=_("There is already a rule without an end date for this question."),
            ),
        ]

    @property
    def reaches(self) -> str:
        """How far a pause or a ban reaches; what is open is open for everything."""
        return "" if self.status == self.Status.OPEN else str(self.get_extent_display())

    def same_question(self) -> "VisibleDatedQuerySet[DestinationRule]":
        """Its versions: every rule about the same country, occupation, employer and route."""
        return DestinationRule.objects.filter(
            country=self.country_id,
            occupation=self.occupation_id,
            employer_type=self.employer_type,
            route=self.route,
        )

    def narrower(self) -> "VisibleDatedQuerySet[DestinationRule]":
        """Rules that speak of a part of what this one speaks of, and decide there before it."""
        part = {
            name: value
            for name in ("country", "employer_type", "route")
            if (value := getattr(self, DestinationRule._meta.get_field(name).attname))
        }
        if self.occupation_id:
            part["occupation__code__startswith"] = self.occupation_id
        return DestinationRule.objects.filter(**part).exclude(pk__in=self.same_question().values("pk"))

    def __str__(self) -> str:
        return f"{self.country_id or '*'} {self.occupation_id or '*'} {self.employer_type or '*'} {self.route or '*'}"


@pghistory.track()
class AgeRule(AgeLimited, DatedRule):
    """Age limits in completed years for a purpose: to be placed, or to be trained."""

    class Purpose(models.TextChoices):
        PLACEMENT = "placement", _("placement")
        TRAINING = "training", _("training")

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("destination"))
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, verbose_name=_("occupation")
    )
    employer_type = models.CharField(_("employer"), max_length=20, choices=EmployerType.choices, blank=True)

    class Meta:
        verbose_name = _("age rule")
        constraints = [
            period_is_ordered("age_rule_period_is_ordered"),
            ages_are_ordered("age_rule_is_ordered"),
        ]


class CostItem(models.Model):
    """Something that is paid for on the way to a placement: ticket, visa, training …"""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(default=0)
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("cost item")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


class CostRule(DatedRule):
    """Whether the worker may be charged a cost item; empty occupation means every occupation."""

    item = models.ForeignKey(CostItem, models.PROTECT, related_name="rules", verbose_name=_("cost item"))
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, verbose_name=_("occupation")
    )
    worker_may_pay = models.BooleanField(_("the worker may be charged"))

    class Meta:
        verbose_name = _("cost rule")
        constraints = [period_is_ordered("cost_rule_period_is_ordered")]


class Contribution(DatedRule):
    """What social security for migrant workers costs (Permenaker 4/2023), whole rupiah."""

    class Phase(models.TextChoices):
        BEFORE = "before", _("before departure")
        DURING = "during", _("while working and after")

    phase = models.CharField(_("when"), max_length=10, choices=Phase.choices)
    months = models.PositiveSmallIntegerField(_("months covered"), null=True, blank=True)
    amount = models.PositiveIntegerField(_("amount (Rp)"))
    is_monthly = models.BooleanField(_("for each further month"), default=False)

    class Meta:
        verbose_name = _("contribution")
        constraints = [period_is_ordered("contribution_period_is_ordered")]


class LicenceDuty(DatedRule):
    """Whoever uses the route, or every organisation of the kind, holds a licence of this kind in force."""

    route = models.CharField(_("route"), max_length=20, choices=Route.choices, blank=True)
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=30, choices=OrganisationKind.choices, blank=True
    )
    licence_kind = models.CharField(_("licence"), max_length=30, choices=LicenceKind.choices)

    class Meta:
        verbose_name = _("licence duty")
        constraints = [
            period_is_ordered("licence_duty_period_is_ordered"),
            models.CheckConstraint(
                condition=Q(route="") ^ Q(organisation_kind=""),
                name="licence_duty_is_somebodys",
                violation_error_message=_("Name either a route or a kind of organisation."),
            ),
            models.UniqueConstraint(
                fields=["route", "organisation_kind", "licence_kind"],
                condition=Q(valid_to=None),
                name="licence_duty_one_open",
                violation_error_message=_("This duty is already recorded and has no end date."),
            ),
        ]

    @property
    def whose(self) -> str:
        """The route or the kind of organisation, in words."""
        return str(self.get_route_display() or self.get_organisation_kind_display())


class OrderCheckKind(models.TextChoices):
    """In the order in which a desk goes through them."""

    CONTRACT = "contract", _("draft of the employment contract")
    PAY = "pay", _("pay")
    REGISTRATION = "registration", _("registration of the employer")
    WORKPLACE = "workplace", _("workplace")
    PARTNER = "partner", _("partner agency (Mitra Usaha)")


class OrderCheckDuty(DatedRule):
    """What has to be seen of an order before it opens; empty employer type or route means every one."""

    employer_type = models.CharField(
        _("employer type"), max_length=20, choices=EmployerType.choices, blank=True
    )
    route = models.CharField(_("route"), max_length=20, choices=Route.choices, blank=True)
    kind = models.CharField(_("what is checked"), max_length=20, choices=OrderCheckKind.choices)

    class Meta:
        verbose_name = _("check of an order")
        constraints = [
            period_is_ordered("order_check_duty_period_is_ordered"),
            models.UniqueConstraint(
                fields=["employer_type", "route", "kind"],
                condition=Q(valid_to=None),
                name="order_check_duty_one_open",
                violation_error_message=_("This check is already recorded and has no end date."),
            ),
        ]


class VerifiedKind(models.TextChoices):
    """Of whom a mission convinces itself: the two kinds of employers, and partner agencies."""

    LEGAL_ENTITY = "legal_entity", _("legal entity")
    INDIVIDUAL = "individual", _("individual or household")
    PARTNER = "partner_agency", _("partner agency (Mitra Usaha)")


class VerificationWay(models.TextChoices):
    WORKPLACE = "workplace", _("visit of the workplace or office")
    PARTNER = "partner", _("through the partner agency")
    AUTHORITY = "authority", _("through the authority of the country")


class VerificationRule(DatedRule):
    """How a mission may convince itself of employers of a kind, or of partner agencies: one way a row."""

    whose = models.CharField(_("who is verified"), max_length=20, choices=VerifiedKind.choices)
    way = models.CharField(_("how it is verified"), max_length=12, choices=VerificationWay.choices)

    class Meta:
        verbose_name = _("way of verifying")
        constraints = [
            period_is_ordered("verification_rule_period_is_ordered"),
            models.UniqueConstraint(
                fields=["whose", "way"],
                condition=Q(valid_to=None),
                name="verification_rule_one_open",
                violation_error_message=_("This way is already recorded and has no end date."),
            ),
        ]


class PermitPaper(models.TextChoices):
    """What a company hands in for a recruitment permit (SIP2MI); the last two are asked of ships' crews."""

    COOPERATION = "cooperation", _("cooperation agreement with the partner abroad")
    DEMAND_LETTER = "demand_letter", _("demand letter")
    PLACEMENT_AGREEMENT = "placement_agreement", _("draft of the placement agreement")
    CONTRACT = "contract", _("draft of the contract")
    AGENCY_AGREEMENT = "agency_agreement", _("agency agreement endorsed by the mission")
    COLLECTIVE_AGREEMENT = "collective_agreement", _("collective agreement (KKB)")


class PermitDuty(DatedRule):
    """Who recruits by the route needs a permit (SIP2MI), and hands in this paper for it; one paper a row.

    An occupation, or a group of them, with rows of its own has only these.
    """

    route = models.CharField(_("route"), max_length=20, choices=Route.choices)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("occupation")
    )
    paper = models.CharField(_("paper asked for"), max_length=24, choices=PermitPaper.choices)

    class Meta:
        verbose_name = _("recruitment permit duty")
        constraints = [
            period_is_ordered("permit_duty_period_is_ordered"),
            models.UniqueConstraint(
                fields=["route", "occupation", "paper"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="permit_duty_one_open",
                violation_error_message=_("This paper is already recorded and has no end date."),
            ),
        ]


class Threshold(DatedRule):
    """A number that law sets or practice shows, one a key and day. Without `legal_source` it was only seen."""

    class Key(models.TextChoices):
        SMALLEST_CLASS = "smallest_class", _("Fewest people with whom a class is not postponed")
        OFFER_ANSWERED_WITHIN = "offer_answered_within", _("How long an offered path is held for an answer")
        ENTRY_TEST_COUNTS_FOR = "entry_test_counts_for", _("How long an entry test of a language counts")
        PLACED_WITHOUT_CLASS = (
            "placed_without_class",
            _("How long somebody waits for a class after an entry test"),
        )
        VERIFICATION_COUNTS_FOR = (
            "verification_counts_for",
            _("How long the verification of an employer or a partner agency counts"),
        )

    class Unit(models.TextChoices):
        PEOPLE = "people", _("people")
        DAYS = "days", _("days")

    key = models.CharField(_("what it limits"), max_length=40, choices=Key.choices)
    number = models.PositiveIntegerField(pgettext_lazy("threshold", "number"))
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices)

    class Meta:
        verbose_name = _("threshold")
        constraints = [
            period_is_ordered("threshold_period_is_ordered"),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(valid_to=None),
                name="threshold_one_open",
                violation_error_message=_("There is already a value without an end date for this."),
            ),
        ]


class ExchangeRate(DatedRule):
    """What one unit of a currency is in rupiah, so that a pay abroad can be imagined at home; one a currency and day."""

    currency = models.CharField(_("currency (ISO 4217)"), max_length=3)
    rupiah = models.DecimalField(_("in rupiah"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("exchange rate")
        constraints = [
            period_is_ordered("exchange_rate_period_is_ordered"),
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="exchange_rate_is_positive"),
            models.UniqueConstraint(
                fields=["currency"],
                condition=Q(valid_to=None),
                name="exchange_rate_one_open",
                violation_error_message=_("There is already a rate without an end date for this currency."),
            ),
        ]
