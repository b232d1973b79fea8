from tests.access.example import Call, fixed

OPENS = {"geography:place": fixed(code="35.17"), "geography:boundaries": fixed(name="provinces")}
CALLS = {"geography_place": Call(path={"code": "35.17"})}
