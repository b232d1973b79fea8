from tests.access.example import Write, call

WRITES = {"offer_check:check": Write({"company": "PT Contoh"}, changes=False)}
CALLS = {"offer_check_check_offer": call("", lambda _side: {"company": "PT Contoh", "total": "25000000"})}
