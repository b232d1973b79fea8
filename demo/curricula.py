"""Pak Hendra's curriculum of welding for Korea: agreed with Bu Wulan's office and Bu Lestari's company, and its next version, which
they discuss."""

from datetime import timedelta

from demo.country import TODAY
from demo.underway import actor_of
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Competency
from jalur.foundation.organisations.models import Organisation
from jalur.journey.curricula import services
from jalur.journey.curricula.models import Curriculum, Part, Party, Remark, Version
from jalur.journey.training import services as training
from jalur.journey.training.models import Programme

AGREED_ON = TODAY - timedelta(days=90)
BESIDE = (
    ("soft", "Disiplin, kerja regu, dan melapor", "Lembar pengamatan bengkel dan asrama selama seminggu"),
    ("culture", "Hidup dan bekerja di negara tujuan", "Simulasi sehari kerja dan percakapan dengan alumni"),
)


def load() -> Version:
    """Through the services, as the cast would; the version under discussion."""
    hendra, wulan, lestari = (actor_of(key) for key in ("hendra", "wulan", "lestari"))
    own = Programme.objects.filter(provider=hendra.organisation_id, hours__isnull=False).prefetch_related(
        "teaches"
    )
    programme = max(own.order_by("code"), key=lambda one: (len(one.teaches.all()), one.code))
    office, company = (Organisation.objects.get(pk=one.organisation_id) for one in (wulan, lestari))
    version = services.draft_curriculum(
        actor=hendra,
        version=Version(
            curriculum=Curriculum(provider=programme.provider),
            title=programme.title,
            lesson_minutes=45,
            weeks=-(-programme.hours // 40),
        ),
    )
    for part in parts_of(version, programme):
        services.write_part(actor=hendra, part=part, today=AGREED_ON)
    version = services.discuss(actor=hendra, version=version)
    for organisation in (office, company):
        services.invite(actor=hendra, version=version, organisation=organisation, today=AGREED_ON)
    for actor, organisation in ((wulan, office), (lestari, company)):
        services.agree(actor=actor, party=Party.objects.get(version=version, organisation=organisation))
    version = services.put_in_force(actor=hendra, version=version, valid_from=AGREED_ON, today=AGREED_ON)
    taught = list(programme.teaches.values_list("code", flat=True))
    programme.curriculum = version
    before = list(programme.prerequisites.values_list("code", flat=True))
    training.change_programme(actor=hendra, programme=programme, teaches=taught, prerequisites=before)
    return discuss_the_next(version, office, company)


def parts_of(version: Version, programme: Programme) -> list[Part]:
    """A part for each competency, then soft skill and culture; their hours are the programme's."""
    units = list(programme.teaches.order_by("kind", "code"))
    beside, rest = 16, programme.hours - 16 * len(BESIDE)
    share, left = divmod(rest, len(units))
    parts = [
        Part(
            version=version,
            title=unit.title_id or unit.title_en,
            kind=unit.kind,
            hours=share + (left if position == 0 else 0),
            mode="boarding",
            scheme=unit.scheme if unit.scheme != "local" else "",
            competency=unit,
            outcome=f"Menunjukkan {unit.code} tanpa bantuan",
            evidence="Contoh kerja yang dinilai instruktur"
            if unit.kind == "skill"
            else "Ujian lisan dan tertulis",
        )
        for position, unit in enumerate(units)
    ]
    return parts + [
        Part(
            version=version,
            title=title,
            kind=kind,
            hours=beside,
            mode="boarding",
            outcome=title,
            evidence=evidence,
        )
        for kind, title, evidence in BESIDE
    ]


def discuss_the_next(version: Version, office: Organisation, company: Organisation) -> Version:
    """More culture, a basic English on the way; the company has said what is missing, the office has not answered."""
    hendra, lestari = actor_of("hendra"), actor_of("lestari")
    fresh = services.copy_version(actor=hendra, version=version)
    culture = fresh.parts.get(kind="culture")
    culture.hours = 24
    services.write_part(actor=hendra, part=culture, today=TODAY)
    english = Competency.objects.filter(pk="EN-A1").first()
    if english is not None:
        more = Part(
            version=fresh,
            title=competencies.competency_label(english.pk) or english.code,
            kind="language",
            hours=40,
            mode="own_pace",
            competency=english,
            outcome="Memperkenalkan diri dan menjawab pertanyaan sederhana",
            evidence="Ujian lisan",
        )
        services.write_part(actor=hendra, part=more, today=TODAY)
    fresh = services.discuss(actor=hendra, version=fresh)
    for organisation in (office, company):
        services.invite(actor=hendra, version=fresh, organisation=organisation, today=TODAY)
    remark = Remark(
        version=fresh,
        part_key=culture.key,
        text="Tambahkan keselamatan di tangki tertutup; pemberi kerja memintanya.",
    )
    services.write_remark(actor=lestari, remark=remark)
    asked = Party.objects.get(version=fresh, organisation=company)
    services.say_missing(actor=lestari, party=asked, reason="Keselamatan kerja di ruang tertutup")
    return fresh
