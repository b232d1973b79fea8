"""A web worker's memory under 60,000 mixed requests: what it holds after the first thousand is what it may hold.

    python -m bench memory [--requests N] [--folder FOLDER]

Asked is every page that answers somebody of the cast, lists in each way they offer, and exports now and then.
"""

import argparse
import tempfile
from pathlib import Path

from bench.growth.web import Question, questions_of, resident, run, say, web_server

REQUESTS = 60_000
FIRST = 1_000
STEPS = 12
CLIENTS = 4
MOST_TIMES = 1.3
EXPORTED = ("candidates:list", "proposals:proposals", "geography:place_list")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench memory", description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--folder", type=Path, help="keep server and databases here")
    chosen = parser.parse_args(arguments)
    from bench.growth import databases

    with tempfile.TemporaryDirectory(prefix="jalur-memory-") as name:
        example, _made = databases.make(
            databases.serve(chosen.folder or Path(name)), databases.EXAMPLE, "template1", "example"
        )
        return measure(example, chosen.requests)


def measure(address: str, requests: int) -> int:
    """One worker, asked and asked again; prints what it holds on the way."""
    questions = with_exports(questions_of(address, "everything"))
    say(f"{len(questions)} different questions")
    with web_server(address, workers=1) as pid:
        say(f"before the first: {resident(pid) / 2**20:.0f} MB")
        run(questions, CLIENTS, requests=FIRST)
        first = most = resident(pid)
        say(f"after {FIRST:,}: {first / 2**20:.0f} MB")
        done, part = FIRST, max(1, (requests - FIRST) // STEPS)
        while done < requests:
            answers = run(questions, CLIENTS, requests=min(part, requests - done), start=done)
            done += min(part, requests - done)
            most = max(most, held := resident(pid))
            say(f"after {done:,}: {held / 2**20:.0f} MB ({held / first:.2f}); {answers.rate:.0f} a second")
            for fault in sorted(set(answers.faults)):
                say(f"  FAULT {fault}")
    say(f"most {most / first:.2f} × what the first thousand left, wanted {MOST_TIMES}")
    return int(most > MOST_TIMES * first)


def with_exports(questions: list[Question]) -> list[Question]:
    """The same, with a file of each of the longest lists among them."""
    found = {question.name.partition(" ")[0]: question for question in questions if "?" not in question.path}
    files = [
        Question(f"{name} {kind}", found[name].path, found[name].cookie, kind)
        for name in EXPORTED
        if name in found
        for kind in ("csv", "xlsx")
    ]
    return questions + files
