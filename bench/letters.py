"""Letters set as PDF: one at a time as from a page, many at once as the program could, their size and the memory it takes."""

import json
import os
import time
from datetime import date

ONE_BY_ONE, TOGETHER = 40, 400


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalur.project.settings")
    os.environ.setdefault("JALUR_POOL", "0")
    import django

    django.setup()
    from jalur.foundation.letters import press
    from jalur.foundation.letters.kinds import kinds
    from jalur.foundation.letters.models import Letterhead, Signatory
    from jalur.foundation.letters.rules import new_code
    from jalur.kit import child

    head = Letterhead(
        name="Dinas Contoh", address="Jalan Contoh 1", town="Contoh", number_form="{number}/{year}"
    )
    signatory = Signatory(name="Wulan Contohwati", position="Kepala")
    orders = [
        press.sheet(
            kind,
            press.example_words(kind, language),
            head,
            signatory,
            number="007/2026",
            day=date(2026, 11, 29),
            answers={"copies": "Arsip"},
            language=language,
            code=new_code(),
            check_page="https://jalur.example/letters/check/",
        )
        for kind in kinds()
        for language in kind.languages
    ]
    begun = time.perf_counter()
    sizes = [len(press.typeset([orders[at % len(orders)]])[0].pdf) for at in range(ONE_BY_ONE)]
    alone = (time.perf_counter() - begun) / ONE_BY_ONE
    many = [orders[at % len(orders)] for at in range(TOGETHER)]
    begun = time.perf_counter()
    answered = child.run(press.PROGRAM, content=json.dumps({"orders": many}).encode(), seconds=press.SECONDS)
    together = (time.perf_counter() - begun) / TOGETHER
    memory = json.loads(answered.stdout)["memory"]
    print(
        f"one letter in a program of its own: {alone * 1000:.0f} ms, {sum(sizes) / len(sizes) / 1000:.0f} kB"
    )
    print(f"{TOGETHER} in one: {together * 1000:.1f} ms each, at most {memory / 1e6:.0f} MB")
    return 0
