"""What several lists share."""

# On the screen it stands beside the name; a file has a column of its own.
ONLY_EXPORTED = {"td": {"class": "d-none"}, "th": {"class": "d-none"}}
