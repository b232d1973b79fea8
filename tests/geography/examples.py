from tests.access.example import fixed

OPENS = {"geography:place": fixed(code="35.17"), "geography:boundaries": fixed(name="provinces")}
