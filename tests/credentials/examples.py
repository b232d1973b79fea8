from tests.access.example import about, fixed

OPENS = {
    "credentials:keys": fixed(),
    "credentials:key": about("signing_key", pk="signing_key.pk"),
    "credentials:issuer": about("signing_key", pk="signing_key.issuer_id"),
    "credentials:status_list": about(
        "signing_key", pk="signing_key.issuer_id", number="status_list.number", purpose="purpose_of_lists"
    ),
    "credentials:vct": fixed(),
}
SUBJECTS = {"credentials:key": "signing_key"}
