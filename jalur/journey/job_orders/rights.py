"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_ORDER = "job_orders:order:view", _("see open job orders")
    VIEW_DRAFT = "job_orders:draft:view", _("see drafts of job orders")
    DRAFT_ORDER = "job_orders:order:draft", _("draft and submit a job order")
    VERIFY_ORDER = "job_orders:order:verify", _("verify or refuse a job order")
    VIEW_CHECK = "job_orders:check:view", _("see the papers that were checked for a job order")
    HOLD_ORDER = "job_orders:order:hold", _("put a job order on hold")
    EXPIRE_ORDER = (
        "job_orders:order:expire",
        _("close a job order whose deadline has passed, and say so before"),
    )
    CLOSE_ORDER = "job_orders:order:close", _("close a job order")
    VIEW_RESERVATION = "job_orders:reservation:view", _("see who holds an opening")
    HOLD_RESERVATION = "job_orders:reservation:hold", _("hold an opening for a candidate")
    RELEASE_RESERVATION = "job_orders:reservation:release", _("give an opening back")
