from tests.access.example import about

OPENS = {"due:deadline": about("deadline", pk="deadline.pk")}
