"""A company's file of 10,000 job orders with 300 planted errors of 30 kinds: looked through, applied, its worker killed on the way.

    python -m bench order_imports [--rows 10000] [--kills 20] [--seconds 60]

The file is what companies have: two sheets, headings over two rows, days and amounts as people write them, employers of which some
are not registered. Exit 0 when every planted error and nothing else is named by its row and column, nothing was written before the
list was applied, every good row is there once though the worker was killed with SIGKILL at random points and taken up again (by
itself, and by the uploader once two workers were lost), and uploading, looking through and applying stay within the seconds and 500 MB.
"""

import argparse
import io
import os
import random
import signal
import time
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bench.claims import TODAY, database, prepare_settings
from bench.imports import in_fresh_worker, in_worker, work

MOST_MEGABYTES = 500
EACH = 10
"""How often each kind of error is planted."""
SINCE = date(2025, 1, 1)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
UPPER = ("No. surat", "Pemberi kerja", "Negara", "Kota", "Jenis pemberi kerja", "Jabatan", "Posisi", "Jumlah", "JK", "Usia",
         "Pendidikan", "Dibutuhkan tanggal", "Gaji", "", "", "", "Lama kontrak", "Jam kerja", "Libur", "Akomodasi", "Makan",
         "Asuransi", "Mitra usaha", "Skema", "Mata uang", "Kompetensi", "P3MI")  # fmt: skip
LOWER = (
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "Pokok",
    "Tunjangan",
    "Potongan",
    "Potongan untuk",
) + ("",) * 11
AT = {name: at for at, name in enumerate(UPPER) if name} | {
    "Tunjangan": 13,
    "Potongan": 14,
    "Potongan untuk": 15,
}
JOBS = {
    "KR": ("7212", 2_100_000, "KRW"),
    "JP": ("5131", 190_000, "JPY"),
    "TW": ("9329", 28_590, "TWD"),
    "MY": ("9329", 1_700, "MYR"),
}
ERRORS: tuple[tuple[dict[str, str], str], ...] = (
    ({"Pemberi kerja": ""}, "Pemberi kerja"),
    ({"Pemberi kerja": "x" * 201}, "Pemberi kerja"),
    ({"Negara": "Atlantis"}, "Negara tujuan"),
    ({"Jenis pemberi kerja": "entah"}, "Jenis pemberi kerja"),
    ({"Jabatan": "zzz tak ada"}, "Jabatan"),
    ({"Jabatan": ""}, "Jabatan"),
    ({"Posisi": "x" * 161}, "Posisi"),
    ({"Jumlah": "dua belas"}, "Berapa orang"),
    ({"Jumlah": "0"}, "Berapa orang"),
    ({"Jumlah": "250.000"}, "Berapa orang"),
    ({"JK": "X"}, "Jenis kelamin"),
    ({"Usia": "40-20"}, "Usia"),
    ({"Usia": "12-16"}, "Usia"),
    ({"Usia": "15-45"}, "Usia"),
    ({"Pendidikan": "9"}, "Pendidikan minimum"),
    ({"Dibutuhkan tanggal": "31-02-2026"}, "Siap paling lambat"),
    ({"Dibutuhkan tanggal": "01-01-2025"}, "Siap paling lambat"),
    ({"Dibutuhkan tanggal": "secepatnya"}, "Siap paling lambat"),
    ({"Gaji": "sesuai UMR"}, "Gaji per bulan"),
    ({"Gaji": "1.500 juta"}, "Gaji per bulan"),
    ({"Gaji": "XQZ 2.100"}, "Gaji per bulan"),
    ({"Tunjangan": "banyak"}, "Tunjangan tetap"),
    ({"Potongan": "99.000.000", "Potongan untuk": "mes"}, "Potongan gaji"),
    ({"Potongan": "10", "Potongan untuk": ""}, "Potongan untuk"),
    ({"Lama kontrak": "selamanya"}, "Lama kontrak (bulan)"),
    ({"Jam kerja": "200"}, "Jam kerja per minggu"),
    ({"Libur": "8"}, "Hari libur per minggu"),
    ({"Akomodasi": "entah"}, "Tempat tinggal ditanggung"),
    ({"Mitra usaha": "Tak Dikenal Sama Sekali"}, "Mitra usaha"),
    ({"Kompetensi": "X.1"}, "Kompetensi"),
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench order_imports", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args(arguments)
    with database() as dsn:
        os.environ["JALUR_POOL"] = "0"
        prepare_settings(dsn)
        from django.core.management import call_command

        call_command("load_reference", apply=True, verbosity=0, stdout=io.StringIO())
        officer = a_company()
        content, planted = a_file(options.rows)
        named, seconds, megabytes = measure(officer, content, planted, options.rows)
        whole = is_whole_when_killed(officer, options.rows, options.kills)
    within = seconds <= options.seconds and megabytes <= MOST_MEGABYTES
    print(
        f"order_imports: {'all named' if named else 'NOT NAMED'}, {'whole' if whole else 'NOT WHOLE'},"
        f" {seconds:.1f} s of {options.seconds:.0f}, {megabytes:.0f} MB of {MOST_MEGABYTES}"
    )
    return 0 if named and whole and within else 1


def a_company() -> Any:
    """An officer of a placement company that knows 200 employers, in countries where pays can be compared."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Membership, Organisation
    from jalur.foundation.organisations.queries import staff_actor
    from jalur.journey.employers.models import Employer
    from jalur.journey.job_orders.models import JobOrder

    company = Organisation.objects.create(name="PT Contoh Penempatan", kind="placement_company")
    for country in JOBS:
        Organisation.objects.create(
            name=f"Contoh Agency {country}", kind="partner_agency", country_id=country
        )
    user = User.objects.create(email="petugas@contoh.example", name="Petugas Contoh")
    membership = Membership.objects.create(
        user=user, organisation=company, role="company_officer", valid_from=SINCE
    )
    for number in range(200):
        country = list(JOBS)[number % len(JOBS)]
        occupation, pay, currency = JOBS[country]
        employer = Employer.objects.create(
            name=called(number), employer_type="legal_entity", country_id=country, city=f"Kota {number}",
            registered_by=company,
        )  # fmt: skip
        JobOrder.objects.create(
            number=f"JO-{number}", state="open", employer=employer, destination_id=country, route="P_TO_P",
            occupation_id=occupation, title="Lama", openings=1, ready_by=TODAY + timedelta(days=200),
            monthly_pay=Decimal(pay), pay_currency=currency, quota=1, permit_until=TODAY + timedelta(days=200),
        )  # fmt: skip
    return staff_actor(membership)


def called(number: int) -> str:
    first, second = (
        ("Sakura", "Hanil", "Formosa", "Perkasa", "Daehan", "Kita", "Taiyo"),
        ("Marine", "Food", "Steel", "Care", "Palm"),
    )
    return f"Contoh {first[number % 7]} {second[number % 5]} {number:03}"


def a_file(count: int, mark: str = "SP") -> tuple[bytes, dict[int, str]]:
    """The file, and row (as the import counts it) → the column whose error was planted there."""
    import xlsxwriter

    from jalur.foundation.imports.rows import SHEET

    chance = random.Random(mark)
    rows = [a_row(number, f"{mark}-{number:05}", chance) for number in range(count)]
    errors = [error for error in ERRORS for _turn in range(EACH)] if count >= 1000 else list(ERRORS)
    places = chance.sample(range(count), len(errors))
    planted = {}
    half = count // 2
    for place, (cells, column) in zip(places, errors, strict=True):
        for name, cell in cells.items():
            rows[place][AT[name]] = cell
        sheet, line = divmod(place, half)
        planted[SHEET * (sheet + 1) + line + 4] = column
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, name in enumerate(("Korea dan Jepang", "Lain")):
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, "DAFTAR PERMINTAAN TENAGA KERJA 2026")
            for line, head in enumerate((UPPER, LOWER), start=1):
                sheet.write_row(line, 0, head)
            sheet.merge_range(1, AT["Gaji"], 1, AT["Gaji"] + 3, "Gaji")
            for line, row in enumerate(rows[at * half : (at + 1) * half], start=3):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, column, cell, day)
                    elif cell != "":
                        sheet.write(line, column, cell)
    return buffer.getvalue(), planted


def a_row(number: int, reference: str, chance: random.Random) -> list[Any]:
    """One good row: every tenth of an employer that is not registered, days and amounts in one of many ways."""
    is_new = number % 10 == 0
    who = number % 12 if is_new else number % 200
    country = list(JOBS)[who % len(JOBS)]
    occupation, pay, currency = JOBS[country]
    ready = TODAY + timedelta(days=90 + number % 300)
    pay = pay + chance.randrange(10) * pay // 100
    days = (
        ready,
        f"{ready:%d/%m/%Y}",
        f"{ready:%d-%m-%Y}",
        f"{ready.day} {MONTHS[ready.month - 1]} {ready.year}",
        ready.isoformat(),
    )
    dotted = f"{pay:,}".replace(",", ".")
    pays = (pay, dotted, f"{pay:,}.00", f"{dotted},00", f"{currency} {dotted}")
    return [
        reference, f"Contoh Baru {who:02} Works" if is_new else called(who), country, "" if is_new else f"Kota {who}",
        "badan hukum", occupation, f"Posisi {number % 40}", f"{1 + number % 30} orang", "L/P", "21-40",
        "SMA", chance.choice(days), chance.choice(pays), pay // 10, 0, "", "2 tahun", 48, 1, "pemberi kerja", "pekerja",
        "employer", f"Contoh Agency {country}", "P to P", "", "", "",
    ]  # fmt: skip


def upload(officer: Any, content: bytes) -> Any:
    """Uploaded, and looked through by a worker: (draft, seconds, bytes of memory)."""
    from jalur.foundation.imports import services
    from jalur.journey.job_orders.parts import LIST

    begun = time.perf_counter()
    draft = services.upload(
        actor=officer, kind=LIST, content=content, file_name="permintaan.xlsx", today=TODAY
    )
    uploading = time.perf_counter() - begun
    looking, memory = in_fresh_worker()
    draft.refresh_from_db()
    return draft, uploading, looking, memory


def answered(officer: Any, draft: Any) -> None:
    """Every employer that is asked about is registered."""
    from jalur.foundation.imports import services

    look = services.look_of(officer, draft, TODAY)
    answers = {key: asked.choices[-2][0] for key, asked in look.questions.items()}
    services.answer(actor=officer, draft=draft, chosen={}, answers=answers, today=TODAY)


def measure(officer: Any, content: bytes, planted: dict[int, str], count: int) -> tuple[bool, float, float]:
    """Whether all errors and nothing else are named and nothing was written before, the seconds, the megabytes."""
    from jalur.foundation.imports import services
    from jalur.journey.employers.models import Employer
    from jalur.journey.job_orders.models import JobOrder

    before = (JobOrder.objects.count(), Employer.objects.count())
    draft, uploading, looking, memory = upload(officer, content)
    print(
        f"  {len(content) / 1e6:.1f} MB uploaded in {uploading:.1f} s, looked through in {looking:.1f} s: {draft.counts}"
    )
    asked = services.look_of(officer, draft, TODAY).questions
    answered(officer, draft)
    again, memory_again = in_fresh_worker()
    draft.refresh_from_db()
    look = services.look_of(officer, draft, TODAY)
    found = {(line, column) for line, column, _sentence, _waits in look.left_out}
    wanted = set(planted.items())
    for line, column in sorted(found ^ wanted)[:10]:
        print(
            f"    row {line}: {column} {'not named' if (line, column) in wanted else 'named without an error'}"
        )
    nothing = (JobOrder.objects.count(), Employer.objects.count()) == before
    print(
        f"  {len(asked)} employers asked about; looked through again in {again:.1f} s: {len(found & wanted)} of {len(wanted)} planted"
        f" errors named, {len(found - wanted)} others; {'nothing' if nothing else 'SOMETHING'} written before applying"
    )
    services.apply(actor=officer, draft=draft, today=TODAY)
    applying, memory_applying = in_fresh_worker()
    draft.refresh_from_db()
    written = JobOrder.objects.count() - before[0]
    kinds = len(set(planted.values()))
    seconds = uploading + looking + applying
    megabytes = max(memory, memory_again, memory_applying) / 2**20
    print(
        f"  applied in {applying:.1f} s: {draft.state}, {written} drafts, {Employer.objects.count() - before[1]} employers;"
        f" upload, look and apply {seconds:.1f} s, memory at most {megabytes:.0f} MB; errors in {kinds} columns"
    )
    is_named = found == wanted and nothing and written == count - len(planted)
    return is_named, seconds, megabytes


def is_whole_when_killed(officer: Any, count: int, kills: int) -> bool:
    """Whether a second list is there once, though its worker was killed at random points of applying it."""
    from django.utils import timezone

    from jalur.foundation.imports import rules, services
    from jalur.foundation.imports.models import ImportJob
    from jalur.journey.job_orders.models import JobOrder

    content, planted = a_file(count, "KL")
    draft, *_seconds = upload(officer, content)
    answered(officer, draft)
    in_worker(work)
    draft.refresh_from_db()
    services.apply(actor=officer, draft=draft, today=TODAY)
    seen, again, chance = [], 0, random.Random(20)
    rules.PART = max(1, min(rules.PART, count // (2 * max(kills, 1))))
    for turn in range(kills):
        reached = count * turn // (kills + 1)
        in_worker_until(draft, reached, chance.uniform(0, 0.7))
        job = ImportJob.objects.filter(draft=draft).latest("created_at")
        seen.append(job.done)
        ImportJob.objects.filter(state="running").update(heard_at=timezone.now() - timedelta(hours=1))
        services.take_up_lost_jobs()
        job.refresh_from_db()
        if job.state == "failed":  # lost twice: the uploader, told so, applies what is left
            services.apply(actor=officer, draft=draft, today=TODAY)
            again += 1
    in_worker(work)
    draft.refresh_from_db()
    times = Counter(JobOrder.objects.filter(reference__startswith="KL-").values_list("reference", flat=True))
    twice = [reference for reference, number in times.items() if number > 1]
    print(
        f"  killed {kills} times, at {', '.join(map(str, seen))} rows done, applied again by hand {again} times:"
        f" {draft.state}, {len(times)} of {count - len(planted)} orders, {len(twice)} twice; {draft.counts}"
    )
    return draft.state == "applied" and len(times) == count - len(planted) and not twice


def in_worker_until(draft: Any, reached: int, more: float) -> None:
    """A worker of its own, killed a moment after so many rows are done with."""
    from django.db import connections

    from jalur.foundation.imports.models import ImportJob

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    begun = time.perf_counter()
    while time.perf_counter() - begun < 120:
        job = ImportJob.objects.filter(draft=draft).latest("created_at")
        if job.state in {"done", "failed"} or (job.state == "running" and job.done >= reached):
            break
        time.sleep(0.05)
    time.sleep(more)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    raise SystemExit(main())
