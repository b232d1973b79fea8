"""What is on its way when a visitor looks in: Bu Lestari's orders before and behind Bu Ratna's desk, and the program that sends
them; a slip at the counter."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from demo import expected, papers
from demo.cast import CAST
from demo.country import TODAY
from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.connections import services as connections
from jalur.foundation.due import services as due
from jalur.foundation.files.door import accept
from jalur.foundation.history.services import deeds_of
from jalur.foundation.hooks import services as hooks
from jalur.foundation.hooks.models import Hook, Notice
from jalur.foundation.messaging import services as messaging
from jalur.foundation.messaging.models import Device, Subscription
from jalur.foundation.notes import services as notes
from jalur.foundation.notes.models import Note
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.organisations.queries import staff_actor
from jalur.foundation.people.models import Paper
from jalur.foundation.people.queries import own_actor
from jalur.foundation.rulebook.models import EmployerType
from jalur.foundation.tasks import services as tasks
from jalur.foundation.tasks.models import Task
from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.parts import NOTES, TASKS
from jalur.journey.employers import services as employers
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.services import Seen
from jalur.journey.training.models import Intake
from jalur.journey.training.parts import NOTES as CLASS_NOTES
from jalur.kit.dates import begins


class Wanted(NamedTuple):
    """An order for welders in Korea; `sent`: how many days ago it went to the attaché."""

    employer: str
    city: str
    openings: int
    monthly_pay: int
    sent: int | None = None


DRAFT = Wanted("Galangan Contoh Mokpo", "Mokpo", 6, 2_156_000)
FRESH = Wanted("Baja Contoh Pohang", "Pohang", 10, 2_240_000, sent=3)
BEGUN = Wanted("Galangan Contoh Ulsan", "Ulsan", 12, 2_310_000, sent=9)
TOLD_OF = [
    f"job_orders:order:{what}" for what in ("submitted", "checked", "verified", "refused", "held", "reopened")
]
REFUSED = Wanted("Bengkel Contoh Ansan", "Ansan", 4, 2_060_740, sent=12)


# The phone of each, in their own hands: notices are sealed for keys that no browser has.
PHONES = {
    "sari": "Mozilla/5.0 (Linux; Android 14; K) Chrome/140.0.0.0 Mobile Safari/537.36",
    "wulan": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
}
ON_THE_CURVE = (  # the generator of P-256 (SP 800-186), as base64url
    "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
)


def load(organisations: Mapping[str, Organisation]) -> None:
    """Through the services, as the cast would."""
    turn_on_notices()
    lestari, ratna, wulan = (actor_of(key) for key in ("lestari", "ratna", "wulan"))
    company = next(
        organisations[one.organisation[0]] for one in CAST if one.key == "lestari" and one.organisation
    )
    program = connections.connect(
        actor=lestari,
        organisation=company,
        name="Sistem permintaan PT (contoh)",
        role="company_officer",
        scopes=["hooks:read", "hooks:write", "job_orders:read", "job_orders:write"],
        today=TODAY,
    )
    told = hooks.add_hook(
        actor=lestari, connection=program, address="https://permintaan.pt-contoh.example/jalur", kinds=TOLD_OF
    )
    hooks.renew_secret(actor=lestari, hook=told)
    orders = {wanted: draft(lestari, company, wanted) for wanted in (DRAFT, FRESH, BEGUN, REFUSED)}
    for wanted, order in orders.items():
        if wanted.sent is not None:
            send(lestari, order, TODAY - timedelta(days=wanted.sent))
    begin(ratna, orders[BEGUN])
    services.refuse_order(
        actor=ratna,
        order=orders[REFUSED],
        reason="Alamat tempat kerja tidak ditemukan. Kirim lagi dengan alamat lengkap dan nomor pendaftarannya.",
    )
    without = Candidate.objects.filter(person__account=None, home__startswith=f"{wulan.place_code}.")
    candidates.issue_slip(
        actor=wulan, candidate=without.order_by("number")[0], paper=Paper.ID_CARD, today=TODAY
    )
    second = without.order_by("number")[1]
    give(wulan, second, "Menelepon: apakah paspornya sudah jadi?", TODAY + timedelta(days=2))
    give(wulan, second, "Mengingatkan membawa ijazah asli", TODAY)
    tell(told)
    write_notes(without.order_by("number")[1])
    expected.load(wulan, lestari, ratna)
    # Orders were sent to the attaché days ago: what is due is counted from then.
    due.fill()
    due.count_anew()


def tell(hook: Hook) -> None:
    """What the program was told of its orders: it took all of it but the last. Nothing of this was ever sent."""
    hooks.hand_out()
    notices = Notice.objects.filter(hook=hook)
    notices.update(state="taken", attempts=1, answer=204, tried_at=timezone.now())
    notices.filter(pk=notices.latest("number").pk).update(
        state="failed", attempts=9, answer=None, trouble="unreached"
    )


def turn_on_notices() -> None:
    """Sari's phone and Bu Wulan's desk show notices."""
    for key, agent in PHONES.items():
        account = User.objects.get(email=f"{key}@contoh.example")
        messaging.turn_on_device(
            actor=own_actor(account),
            subscription=Subscription(
                f"https://fcm.googleapis.com/fcm/send/contoh-{key}", ON_THE_CURVE, "A" * 22
            ),
            user_agent=agent,
        )
    Device.objects.update(created_at=begins(TODAY - timedelta(days=20)))


def give(actor: Actor, candidate: Candidate, title: str, day: date) -> None:
    """A task on a file, for whoever gives it."""
    task = Task(title=title, due_on=day, owner_id=actor.user_id)
    tasks.put_task(actor=actor, kind=TASKS, row=candidate, task=task, today=TODAY)


def write_notes(other: Candidate) -> None:
    """Of the labour office on Sari's file and on another one, of the village on the same, of the institute on its next class."""
    wulan, darmo, hendra = (actor_of(key) for key in ("wulan", "darmo", "hendra"))
    sari = Candidate.objects.get(person__account__email="sari@contoh.example")
    for actor, candidate, audience, text, restricted in (
        (wulan, sari, "workers", "Ijazah asli sudah dilihat; nama sama dengan KTP.", False),
        (darmo, sari, "office", "Orang tuanya bersedia datang ke balai desa hari Kamis.", False),
        (darmo, sari, "workers", "Keluarga didatangi seseorang yang meminta uang muka.", True),
        (wulan, sari, "person", "Bawa kartu keluarga asli saat datang, tidak perlu fotokopi.", False),
        (wulan, sari, "me", "Tanyakan lagi soal tanggal kursus bahasa.", False),
        (wulan, other, "office", "Nomor teleponnya milik kakaknya; hubungi sore hari.", False),
    ):
        note = Note(text=text, audience=audience, is_restricted=restricted)
        notes.write_note(actor=actor, kind=NOTES, row=candidate, note=note, today=TODAY)
    following = Intake.objects.filter(programme__provider=hendra.organisation_id, starts__gt=TODAY)
    if (intake := following.order_by("starts", "number").first()) is not None:
        note = Note(text="Instruktur pengganti sudah disiapkan untuk minggu kedua.", audience="office")
        notes.write_note(actor=hendra, kind=CLASS_NOTES, row=intake, note=note, today=TODAY)


def actor_of(key: str) -> Actor:
    email = next(player.email for player in CAST if player.key == key)
    return staff_actor(Membership.objects.select_related("organisation").get(user__email=email))


def draft(actor: Actor, company: Organisation, wanted: Wanted) -> JobOrder:
    standard = DestinationStandard.objects.in_force(TODAY).get(series="KR-LAS")
    employer = employers.register_employer(
        actor=actor,
        employer=Employer(
            name=wanted.employer,
            employer_type=EmployerType.LEGAL_ENTITY,
            country_id=standard.country_id,
            city=wanted.city,
            registration=f"CONTOH-{wanted.city.upper()}-01",
        ),
    )
    order = JobOrder(
        employer=employer,
        company=company,
        route="P_TO_P",
        occupation_id=standard.occupation_id,
        title=standard.title_id,
        openings=wanted.openings,
        ready_by=TODAY + timedelta(weeks=30),
        monthly_pay=Decimal(wanted.monthly_pay),
        pay_currency="KRW",
        contract_months=36,
        number=f"JO26-9{wanted.openings:03}",
    )
    return services.draft_order(actor=actor, order=order, today=TODAY)


def send(actor: Actor, order: JobOrder, on: date) -> None:
    """Sent on that day: the example country's clock stands still, so the moment is set."""
    services.submit_order(actor=actor, order=order, today=TODAY)
    with deeds_of(actor):
        JobOrder.objects.filter(pk=order.pk).update(submitted_at=begins(on) + timedelta(hours=10))
    order.refresh_from_db()


def begin(actor: Actor, order: JobOrder) -> None:
    """Bu Ratna has seen two of four papers, one of them as a photo."""
    contract = Seen(
        "contract",
        "Draf perjanjian kerja CONTOH/2026/014",
        TODAY - timedelta(days=14),
        accept([papers.contract(order.employer.name)]),
    )
    register = Seen(
        "registration", f"Kutipan daftar perusahaan {order.employer.registration}", TODAY - timedelta(days=6)
    )
    services.note_checks(actor=actor, order=order, checks=[contract, register], today=TODAY)
