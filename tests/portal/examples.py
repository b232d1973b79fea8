from tests.access.example import Write, about, change, fixed

OPENS = {
    "portal:case_file": about("person", person="person.pk"),
    "portal:track": about("person", person="person.pk"),
    "portal:help_topic": fixed(topic="begin"),
}
WRITES = {
    "portal:search": Write({"text": "Sari"}, changes=False),
    "portal:slip": Write(
        {
            "number": "J-SARI-0001",
            "slip": "AAAAA-AAAAA",
            "password1": "angin-laut-utara-2026",
            "password2": "angin-laut-utara-2026",
        },
        # Into an account that exists it takes two.
        before=change("slip.candidate.person", account=None),
    ),
    "portal:act_as": Write({"as": "own"}, changes=False),
    "portal:appearance": Write({"theme": "dark"}, changes=False),
    "portal:language": Write({"language": "en"}, changes=False),
}
