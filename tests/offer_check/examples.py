from tests.access.example import Example, Write, call

OPENS: dict[str, Example] = {}
WRITES = {"offer_check:check": Write({"company": "PT Contoh"}, changes=False)}
CALLS = {
    "offer_check_check_offer": call(
        "", lambda _side: {"company": "PT Contoh", "total": "25000000"}, changes=False
    )
}
SUBJECTS: dict[str, str] = {}
