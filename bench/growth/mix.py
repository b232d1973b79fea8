"""Fifteen pages of a working day at 1, 8 and 32 clients, and what a list of 25 rows costs beside a page without rows."""

from bench.growth.web import Question, questions_of, run, say, web_server

SECONDS = 20
CLIENTS = (1, 8, 32)
# At 7412ff4 this mix of pages was answered 17.8 times a second at 8 clients, on 2 cores.
BEFORE, MOST_TIMES_MORE = 17.8, 3
LEAST_SHARE = 0.7
LIST_TIMES = 6


def main(example: str, grown: str) -> int:
    missed, rates = 0, {}
    for name, address in (("example country", example), ("grown", grown)):
        questions = questions_of(address, "mix")
        with web_server(address):
            run(questions, 8, requests=len(questions) * 8)  # every thread of every worker has seen every page
            for clients in CLIENTS:
                answers = run(questions, clients, seconds=SECONDS)
                rates[name, clients] = answers.rate
                say(
                    f"{name:16} {clients:2} clients: {answers.rate:6.1f} a second; "
                    f"p50 {answers.quantile(0.5) * 1000:5.0f} ms, p95 {answers.quantile(0.95) * 1000:5.0f} ms"
                )
                missed += len(answers.faults)
                for fault in sorted(set(answers.faults)):
                    say(f"  FAULT {fault}")
            missed += beside_about(questions)
    wanted = BEFORE * MOST_TIMES_MORE
    rate, share = rates["example country", 8], rates["grown", 8] / rates["example country", 8]
    missed += (rate < wanted) + (share < LEAST_SHARE)
    say(
        f"example country at 8 clients: {rate:.1f} a second, wanted {wanted:.1f}; grown {share:.2f} of it, wanted {LEAST_SHARE}"
    )
    return missed


def beside_about(questions: list[Question]) -> int:
    """Each page alone, one client: its median as a multiple of /about/, asked in the same turns."""
    answers = run(questions, 1, requests=len(questions) * 20)
    about = answers.quantile(0.5, questions[0].name)
    missed = 0
    for question in questions:
        median = answers.quantile(0.5, question.name)
        is_list = "?" in question.path
        fails = is_list and median > LIST_TIMES * about
        missed += fails
        verdict = "" if not is_list else f"  more than {LIST_TIMES} times" if fails else "  holds"
        say(f"  {question.name:44} {median * 1000:6.1f} ms {median / about:6.1f} × /about/{verdict}")
    return missed
