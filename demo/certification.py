"""An assessment body near Banten's hub, invented: two assessors, two test places, a welding scheme, a day ahead, one decided, an appeal."""

from datetime import date, datetime, time, timedelta
from typing import Any

from demo import papers
from demo.country import TODAY
from demo.underway import actor_of
from jalur.foundation.accounts.access import SYSTEM, Actor, Role, herself
from jalur.foundation.accounts.models import User
from jalur.foundation.credentials import services as credentials
from jalur.foundation.files import door
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations import services as organisations
from jalur.foundation.organisations.models import Licence, Membership, Organisation
from jalur.foundation.rulebook.models import LicenceKind
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.certification import services
from jalur.journey.certification.models import (
    Appeal,
    Assessment,
    AssessmentDay,
    Assessor,
    BlankDelivery,
    Coverage,
    Element,
    OutsideResult,
    Plan,
    Pleno,
    Question,
    Review,
    Scheme,
    Submission,
    TestPlace,
    Unit,
    UnitResult,
)
from jalur.journey.certification.services.schemes import content_of
from jalur.journey.progress import queries as progress
from jalur.journey.training.models import Intake
from jalur.kit.dates import begins

BODY = "LSP Terampil Contoh Banten"
SINCE = date(2025, 1, 15)
WELDING = ("C.24LAS01.001.1", "C.24LAS01.028.1", "C.24LAS01.029.1")
# Unit, element, criterion: invented around codes of SKKNI 98/2018, so the scheme is marked as not checked.
CONTENT = (
    (
        (WELDING[0], "Melaksanakan persiapan tempat kerja"),
        "Memeriksa alat pelindung diri (contoh)",
        "Alat pelindung diri dipilih menurut pekerjaan",
    ),
    (
        (WELDING[0], "Melaksanakan persiapan tempat kerja"),
        "Memeriksa mesin las dan kabel (contoh)",
        "Kabel yang rusak dilaporkan dan tidak dipakai",
    ),
    (
        (WELDING[1], "Membuat sambungan las sudut pelat ke pelat"),
        "Menyetel arus menurut WPS (contoh)",
        "Arus dan elektroda sesuai dengan WPS",
    ),
    (
        (WELDING[1], "Membuat sambungan las sudut pelat ke pelat"),
        "Mengelas posisi 2F (contoh)",
        "Ukuran kaki las sesuai dengan gambar",
    ),
    (
        (WELDING[2], "Membuat sambungan las kampuh pelat ke pelat"),
        "Mengelas posisi 3G (contoh)",
        "Penetrasi penuh tanpa cacat yang terlihat",
    ),
)
# Invented too: what is looked for in a day's work with others, and at a table in Japan.
READY = (
    (
        ("SOFT-KERJASAMA", "Bekerja dalam tim"),
        "Bekerja dengan orang yang belum dikenal (contoh)",
        "Menanyakan siapa mengerjakan apa sebelum mulai",
    ),
    (
        ("SOFT-KERJASAMA", "Bekerja dalam tim"),
        "Bekerja dengan orang yang belum dikenal (contoh)",
        "Membantu rekan yang tertinggal tanpa diminta",
    ),
    (
        ("SOFT-KERJASAMA", "Bekerja dalam tim"),
        "Menyampaikan masalah (contoh)",
        "Melaporkan kesalahan sendiri dengan tenang",
    ),
    (
        ("BUDAYA-JP", "Budaya kerja dan adat Jepang"),
        "Melapor sebelum, selama, dan sesudah bekerja (contoh)",
        "Melapor kepada atasan tanpa ditanya",
    ),
    (
        ("BUDAYA-JP", "Budaya kerja dan adat Jepang"),
        "Menjaga tempat bersama (contoh)",
        "Memilah sampah menurut tanda yang ditempel",
    ),
)
HELD, AHEAD = TODAY - timedelta(days=9), TODAY + timedelta(days=10)
BRING = "KTP, baju kerja, sepatu keselamatan; topeng las disediakan (contoh)"


def load() -> None:
    """Through the services, as the manager, the assessors and the people themselves would."""
    body = Organisation.objects.get(name=BODY)
    credentials.rotate_key(actor=SYSTEM, issuer=body, now=begins(SINCE))
    laras, farid, kartika = (member_of(body, key) for key in ("laras", "farid", "kartika"))
    scheme = prepare(body, laras)
    assessors = [
        services.register_assessor(
            actor=laras,
            assessor=Assessor(
                body=body,
                user=User.objects.get(pk=who.user_id),
                number=number,
                valid_from=SINCE,
                valid_to=end,
            ),
            schemes=[scheme],
            today=SINCE,
        )
        for who, number, end in (
            (farid, "MET/CONTOH/2025/0117", date(2028, 1, 15)),
            (kartika, "MET/CONTOH/2025/0242", TODAY + timedelta(days=40)),
        )
    ]
    places = [
        services.approve_place(
            actor=laras,
            place=TestPlace(
                body=body, name=name, place=Place.objects.get(code=place), address=address, valid_from=SINCE
            ),
            schemes=[scheme],
            today=SINCE,
        )
        for name, place, address in (
            ("TUK Bengkel Las Serpong Utara (contoh)", "36.74", "Jalan Contoh Nomor 12, Serpong Utara"),
            ("TUK Bengkel Las Lebak (contoh)", "36.02", "Jalan Contoh Nomor 4, Rangkasbitung"),
        )
    ]
    decided(scheme, laras, farid, (assessors, places))
    observed(body, laras, farid, (assessors[0], places[0]))
    coming(scheme, laras, assessors[0], places[0])
    looked_back(laras)
    stock(body, laras)
    for_bnsp(laras)
    shown_elsewhere()


def member_of(body: Organisation, key: str) -> Actor:
    membership = Membership.objects.get(organisation=body, user__email=f"{key}@contoh.example")
    return Actor(
        role=Role(membership.role),
        user_id=membership.user_id,
        organisation_id=body.pk,
        place_code=body.place_id or "",
        label=body.name,
    )


def prepare(body: Organisation, laras: Actor) -> Scheme:
    """The licence, the scheme, and that the one covers the other."""
    licence = organisations.record_licence(
        actor=SYSTEM,
        organisation=body,
        kind=LicenceKind.CERTIFICATION_LICENCE,
        number="LSP/CONTOH/2025/031",
        valid_from=SINCE,
        valid_to=SINCE + timedelta(days=3 * 365),
        source="rekaan untuk negara contoh",
    )
    return brought(laras, licence, ("SKM/CONTOH/LAS/01", "Juru las pelat SMAW (contoh)"), WELDING, CONTENT)


def brought(
    laras: Actor, licence: Licence, name: tuple[str, str], covers: tuple[str, ...], content: Any
) -> Scheme:
    """A scheme of the body, covered by its licence."""
    scheme = Scheme(
        body=licence.organisation,
        code=name[0],
        title=name[1],
        kind="cluster",
        version="1",
        valid_from=SINCE,
        source="Rekaan untuk negara contoh",
    )
    services.add_scheme(actor=laras, scheme=scheme, covers=covers, content=content_of(content))
    ministry = Actor(role=Role.MINISTRY_ANALYST, label="Kementerian P2MI (contoh)")
    services.grant_coverage(
        actor=ministry,
        coverage=Coverage(body=licence.organisation, licence=licence, scheme=scheme, valid_from=SINCE),
        today=SINCE,
    )
    return scheme


def observed(body: Organisation, laras: Actor, farid: Actor, of_body: tuple[Assessor, TestPlace]) -> None:
    """Soft skill and culture: two were watched at work eight days ago; one showed everything, one not yet all."""
    assessor, place = of_body
    codes = tuple(dict.fromkeys(unit[0] for unit, _element, _criterion in READY))
    name = ("SKM/CONTOH/SIAP/01", "Kesiapan kerja di Jepang (contoh)")
    licence = Licence.objects.get(organisation=body, kind=LicenceKind.CERTIFICATION_LICENCE)
    scheme = brought(laras, licence, name, codes, READY)
    for held in ({"assessor": assessor}, {"test_place": place}):
        coverage = Coverage(body=body, scheme=scheme, valid_from=SINCE, **held)
        services.grant_coverage(actor=laras, coverage=coverage, today=SINCE)
    on, told = HELD + timedelta(days=1), HELD - timedelta(days=12)
    day = planned(scheme, laras, assessor, place, on, told)
    free = Candidate.objects.filter(
        state=State.REGISTERED,
        person__account=None,
        enrolments=None,
        assessments=None,
        home__startswith="36.",
    )
    for person, lacking in zip(free.select_related("person").order_by("number")[:2], (0, 1), strict=False):
        own = herself(person.person_id)
        one = services.apply(actor=own, assessment=Assessment(candidate=person, scheme=scheme), today=told)
        services.accept(actor=laras, assessment=one, today=told)
        (one,) = services.call_to_day(actor=laras, day=day, assessments=[one.pk], today=told)
        agree(one, own, told, lacking)
        assess(one, farid, lacking, held=on)


def planned(
    scheme: Scheme, laras: Actor, assessor: Assessor, place: TestPlace, day: date, on: date
) -> AssessmentDay:
    made = services.plan_day(
        actor=laras,
        day=AssessmentDay(
            body=scheme.body,
            scheme=scheme,
            day=day,
            starts=time(8),
            ends=time(15),
            place=place,
            assessor=assessor,
            seats=8,
            bring=BRING,
        ),
        today=on,
    )
    prepared(made, laras, on)
    return made


def agree(one: Assessment, actor: Actor, on: date, unsure: int) -> None:
    """What she says of herself, the last `unsure` elements not yet; then her consent."""
    keys = list(
        Element.objects.filter(unit__scheme=one.scheme)
        .order_by("unit__position", "position")
        .values_list("pk", flat=True)
    )
    can = {key: number < len(keys) - unsure for number, key in enumerate(keys)}
    services.rate_oneself(actor=actor, assessment=one, can=can, today=on)
    services.agree(actor=actor, assessment=one, now=begins(on), today=on)


def assess(one: Assessment, actor: Actor, lacking: int, held: date = HELD) -> None:
    """Unit by unit; the last `lacking` not yet."""
    units = list(one.scheme.units.order_by("position"))
    for number, unit in enumerate(units, start=1):
        is_competent = number <= len(units) - lacking
        services.observe(
            actor=actor,
            assessment=one,
            result=behaving(unit, held, is_competent=is_competent)
            if unit.is_observed
            else UnitResult(
                unit=unit,
                result="competent" if is_competent else "not_yet",
                method="observation",
                note="Rapi dan aman" if is_competent else "Penetrasi belum penuh (contoh)",
            ),
            now=datetime.combine(held, time(10), begins(held).tzinfo),
            today=held,
        )
    services.recommend(actor=actor, assessment=one, today=held)
    comment(one, held, is_content=not lacking)


def comment(one: Assessment, on: date, *, is_content: bool) -> None:
    """What she says of the day, from her phone."""
    asked = list(Question.objects.order_by("position"))
    words = "" if is_content else "Waktu bertanya terlalu singkat (contoh)"
    answers = {
        each.pk: (is_content or number != 1, words if number == 1 else "")
        for number, each in enumerate(asked)
    }
    own = herself(one.candidate.person_id)
    services.give_feedback(actor=own, assessment=one, answers=answers, now=begins(on), today=on)


def prepared(day: AssessmentDay, actor: Actor, on: date) -> None:
    """The plan of a day: approach, adjustments, evidence for each unit."""
    tools = {str(unit.pk): ["observation", "oral"] for unit in day.scheme.units.all() if not unit.is_observed}
    services.prepare_day(
        actor=actor,
        plan=Plan(
            day=day,
            approach="Lulusan pelatihan dan pekerja berpengalaman; dinilai sambil bekerja di tempat kerja (contoh)",
            adjustments="Waktu lebih panjang dan juru bahasa isyarat bila diminta (contoh)",
        ),
        tools=tools,
        today=on,
    )


def looked_back(laras: Actor) -> None:
    """How the first day went; the second is still to be looked back on."""
    day = AssessmentDay.objects.filter(body=laras.organisation_id).to_review().order_by("day", "pk").first()
    assert day is not None
    services.review_day(
        actor=laras,
        review=Review(
            day=day,
            planning="Rencana dipakai apa adanya (contoh)",
            preparing="Bahan siap; listrik padam setengah jam (contoh)",
            assessing="Setiap orang mendapat waktu yang sama (contoh)",
            deciding="Pleno keesokan harinya, tanpa perbedaan pendapat (contoh)",
            telling="Yang belum kompeten diberi tahu unitnya (contoh)",
            recommendation="Siapkan genset untuk hari berikutnya (contoh)",
        ),
        today=day.day + timedelta(days=1),
    )


def behaving(unit: Unit, held: date, *, is_competent: bool) -> UnitResult:
    """What was seen of somebody at work with others; the last behaviour not, where she is not yet competent."""
    keys = list(unit.behaviours)
    return UnitResult(
        unit=unit,
        method="behaviour",
        result="competent" if is_competent else "not_yet",
        situation="Satu pagi menata bengkel bersama empat orang yang belum saling kenal (contoh)",
        seen_on=held,
        seen_by="Pak Farid, asesor",
        behaviours={key: is_competent or key != keys[-1] for key in keys},
        note="" if is_competent else "Sampah belum dipilah (contoh)",
    )


def decided(
    scheme: Scheme,
    laras: Actor,
    farid: Actor,
    of_body: tuple[list[Assessor], list[TestPlace]],
) -> None:
    """A day nine days ago: two competent, two not yet, of whom one has appealed; one day later the body decided."""
    assessors, places = of_body
    applied, told = HELD - timedelta(days=20), HELD - timedelta(days=12)
    free = Candidate.objects.filter(
        state=State.REGISTERED, person__account=None, enrolments=None, home__startswith="36."
    )
    people = list(free.select_related("person").order_by("number")[:4])
    day = planned(scheme, laras, assessors[0], places[1], HELD, told)
    rows = []
    for person, lacking in zip(people, (0, 0, 1, 1), strict=False):
        own = herself(person.person_id)
        one = services.apply(actor=own, assessment=Assessment(candidate=person, scheme=scheme), today=applied)
        services.accept(actor=laras, assessment=one, today=told)
        (one,) = services.call_to_day(actor=laras, day=day, assessments=[one.pk], today=told)
        agree(one, own, told, lacking)
        assess(one, farid, lacking)
        rows.append((one, lacking))
    services.hold_pleno(
        actor=laras,
        pleno=Pleno(
            body=scheme.body,
            held_on=HELD + timedelta(days=1),
            took_part="Bu Laras, pengelola LSP (contoh)\nPak Contoh, ketua komite skema",
        ),
        decision=services.Decision({one.pk: "not_yet" if lacking else "competent" for one, lacking in rows}),
        today=HELD + timedelta(days=1),
    )
    if len(rows) == len(people) and rows:
        last = Assessment.objects.get(pk=rows[-1][0].pk)
        filed = services.file_appeal(
            actor=herself(last.candidate.person_id),
            appeal=Appeal(
                assessment=last, grounds="Sambungan kedua tidak dilihat karena listrik padam (contoh)"
            ),
            today=TODAY - timedelta(days=3),
        )
        services.assign_appeal(
            actor=laras, appeal=filed, reviewer=assessors[1], today=TODAY - timedelta(days=2)
        )


def coming(scheme: Scheme, laras: Actor, assessor: Assessor, place: TestPlace) -> None:
    """A day ahead for whom the hub's class found ready; others of it wait in the queue."""
    intake = Intake.objects.select_related("programme__provider").get(number="K26-931")
    provider = intake.programme.provider
    hub = Actor(
        role=Role.TRAINING_MANAGER,
        organisation_id=provider.pk,
        place_code=provider.place_id or "",
        label=provider.name,
    )
    people = progress.people_of(intake)
    ready = set(progress.ready(people.order_by()).values_list("pk", flat=True))
    seats = list(people.select_related("candidate__person", "intake__programme__provider"))
    chosen = [seat for seat in seats if seat.pk in ready] + [seat for seat in seats if seat.pk not in ready][
        :2
    ]
    applied = services.apply_for_class(actor=hub, scheme=scheme, seats=chosen, today=TODAY)
    for one in applied[:-1]:
        services.accept(actor=laras, assessment=one, today=TODAY)
    day = planned(scheme, laras, assessor, place, AHEAD, TODAY)
    called = services.call_to_day(
        actor=laras, day=day, assessments=[one.pk for one in applied[:3]], today=TODAY
    )
    agree(called[0], herself(called[0].candidate.person_id), TODAY, 0)


def stock(body: Organisation, laras: Actor) -> None:
    """Two deliveries of blanks; of the newer one two are used for those found competent, one torn, one sent back."""
    for number, letter, received_on, first, last in (
        ("BL-CONTOH-1", "S-CONTOH/02/2025", date(2025, 3, 3), "000081", "000100"),
        ("BL-CONTOH", "S-CONTOH/17/2026", TODAY - timedelta(days=30), "000101", "000120"),
    ):
        delivery = services.receive_blanks(
            actor=laras,
            delivery=BlankDelivery(
                number=number,
                body=body,
                letter=letter,
                received_on=received_on,
                prefix="CONTOH-",
                first=first,
                last=last,
                announced=20,
            ),
            today=TODAY,
        )
    blanks = list(delivery.blanks.order_by("number")[:4])
    competent = Assessment.objects.filter(body=body, state="competent").order_by("code")[:2]
    for blank, one in zip(blanks, competent, strict=False):
        services.use_blank(actor=laras, blank=blank, assessment=one, today=TODAY)
    services.spoil_blank(actor=laras, blank=blanks[2], reason="Sobek di pencetak (contoh)", today=TODAY)
    services.return_blank(
        actor=laras, blank=blanks[3], reason="Salah cetak dari pengirim (contoh)", today=TODAY
    )


def shown_elsewhere() -> None:
    """Results of outside tests that an institute typed in with photos: the office of the regency has checked one, two wait."""
    institute, office = actor_of("hendra"), actor_of("wulan")
    people = Candidate.objects.filter(
        home__startswith=office.place_code,
        state=State.REGISTERED,
        person__account=None,
        enrolments__intake__programme__provider=institute.organisation_id,
    ).distinct()
    for number, person in enumerate(people.select_related("person").order_by("number")[:3], start=1):
        taken, certificate = TODAY - timedelta(days=120 + number), f"CONTOH-N4-{number:04}"
        lines = (f"Nama: {person.person.name}", f"Nomor: {certificate}", f"Skor: {100 + number}/180")
        result = services.record_outside(
            actor=institute,
            result=OutsideResult(
                candidate=person,
                competency_id="JLPT-N4",
                body="Japan Foundation (contoh)",
                certificate=certificate,
                score=f"{100 + number}/180",
                taken_on=taken,
            ),
            paper=door.accept([papers.photo("sertifikat.jpg", "JLPT N4", lines)]),
            today=TODAY,
        )
        if number == 1:
            services.confirm_outside(actor=office, result=result, today=TODAY)
    bought_elsewhere(institute, office, list(people.select_related("person").order_by("number")[3:6]))


def bought_elsewhere(institute: Actor, office: Actor, people: list[Candidate]) -> None:
    """Certificates of competence of a body that is not in Jalur: one verified by letter, one not verifiable, one waits."""
    day, answered = TODAY - timedelta(days=200), TODAY - timedelta(days=6)
    for number, person in enumerate(people, start=1):
        certificate = f"CONTOH-LAS-{number:04}"
        lines = (f"Nama: {person.person.name}", f"Nomor: {certificate}", "Kompeten (contoh)")
        result = services.record_outside(
            actor=institute,
            result=OutsideResult(
                candidate=person,
                kind="certificate",
                competency_id=WELDING[1],
                body="LSP Luar (contoh)",
                certificate=certificate,
                taken_on=day,
                expires_on=TODAY + timedelta(days=895),
            ),
            paper=door.accept([papers.photo("sertifikat.jpg", "SERTIFIKAT KOMPETENSI", lines)]),
            today=TODAY,
        )
        if number == 1:
            services.verify_outside(
                actor=office,
                result=result,
                way="letter",
                evidence="Surat LSP Luar 012/CONTOH/XII/2025",
                answered_on=answered,
                today=TODAY,
            )
        if number == 2:
            why = "LSP ini tidak menjawab dua surat (contoh)."
            services.set_aside_outside(actor=office, result=result, reason=why, today=TODAY)


def for_bnsp(laras: Actor) -> None:
    """The file of the meeting, sent a week ago."""
    pleno = Pleno.objects.get(body=laras.organisation_id)
    file = services.make_submission(
        actor=laras, submission=Submission(pleno=pleno, body=pleno.body, blanks_asked=2), today=TODAY
    )
    sent = TODAY - timedelta(days=6)
    services.send_submission(actor=laras, submission=file, on=sent, today=TODAY)
