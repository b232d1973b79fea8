"""Papers of the example country, drawn when it is loaded: as a phone would photograph them, with words that say they are invented."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

PAPER, DESK, INK, SEAL = "#fbfaf5", "#8a7a66", "#22252b", "#8c2f39"
WIDTH, HEIGHT = 900, 1270


def photo(name: str, title: str, lines: tuple[str, ...]) -> SimpleUploadedFile:
    """A paper on a desk, a little askew."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((30, 30, WIDTH - 30, HEIGHT - 30), outline=INK, width=3)
    draw.text((WIDTH / 2, 140), title, INK, ImageFont.load_default(54), anchor="mm")
    for number, line in enumerate(lines):
        draw.text((110, 290 + 70 * number), line, INK, ImageFont.load_default(34))
    draw.ellipse((WIDTH - 330, HEIGHT - 340, WIDTH - 130, HEIGHT - 140), outline=SEAL, width=6)
    draw.text((WIDTH - 230, HEIGHT - 240), "CONTOH", SEAL, ImageFont.load_default(36), anchor="mm")
    desk = Image.new("RGB", (WIDTH + 160, HEIGHT + 160), DESK)
    askew = sheet.convert("RGBA").rotate(1.5, expand=True, resample=Image.Resampling.BICUBIC)
    desk.paste(askew, (60, 60), askew)
    taken = io.BytesIO()
    desk.save(taken, "JPEG", quality=80)
    return SimpleUploadedFile(name, taken.getvalue(), "image/jpeg")


def test_result(name: str) -> list[SimpleUploadedFile]:
    """Front and back of the result of a language test."""
    front = (
        f"Nama: {name}",
        "Tes bahasa Inggris (contoh)",
        "Nomor: CONTOH-2025-0417",
        "Tingkat: A2",
        "Tanggal: 3 November 2025",
    )
    back = ("Menyimak 71", "Membaca 68", "Menulis 64", "Berbicara 70")
    return [photo("hasil-tes.jpg", "HASIL TES", front), photo("hasil-tes-2.jpg", "NILAI", back)]


def reference(name: str) -> list[SimpleUploadedFile]:
    """A letter of somebody she worked for."""
    lines = (
        "Toko Contoh Sejahtera, Jombang",
        f"menerangkan bahwa {name}",
        "bekerja sebagai pramuniaga",
        "dari Januari 2023 sampai Juni 2025.",
    )
    return [photo("surat-kerja.jpg", "SURAT KETERANGAN", lines)]


def contract(employer: str) -> SimpleUploadedFile:
    """The first page of the draft of an employment contract."""
    lines = (
        "Nomor: CONTOH/2026/014",
        f"Pemberi kerja: {employer}",
        "Pekerjaan: juru las",
        "Jam kerja: 8 jam sehari, 5 hari seminggu",
        "Gaji: KRW 2.310.000 sebulan",
        "Jangka waktu: 36 bulan",
    )
    return photo("perjanjian.jpg", "PERJANJIAN KERJA", lines)
