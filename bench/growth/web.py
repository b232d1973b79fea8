"""A web server on one of the databases, and clients that ask it as members of the cast."""

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

PORT = 8765
START = "/exports/start/"


@dataclass(frozen=True)
class Question:
    """One address as one member: `cookie` is that member's session. With a kind: the list there as such a file."""

    name: str
    path: str
    cookie: str = ""
    kind: str = ""


@dataclass
class Answers:
    """What a number of clients got: seconds of each answer by question, how long it took in all."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    whole: float = 0.0

    @property
    def rate(self) -> float:
        return sum(map(len, self.seconds.values())) / self.whole

    def quantile(self, share: float, name: str = "") -> float:
        """Seconds below which that share of the answers stays, of all questions or of one."""
        every = self.seconds[name] if name else [each for some in self.seconds.values() for each in some]
        return sorted(every)[min(len(every) - 1, int(len(every) * share))]


@contextmanager
def web_server(address: str, *, workers: int = 0) -> Iterator[int]:
    """The web server of `jalur serve` on a database, without the job worker; yields its process id."""
    from jalur.project.launcher import serve

    log = Path(os.environ["JALUR_DATA"]) / "web.log"
    given = {"DATABASE_URL": address, "JALUR_POOL": "1"}
    if workers:
        given["JALUR_WEB_WORKERS"] = str(workers)
    before = {name: os.environ.get(name) for name in given}
    os.environ |= given
    program = serve.Program("web server", serve.web_words(PORT), log)
    try:
        program.start()
        serve.wait_until_healthy([program], PORT)
        yield program.process.pid
    finally:
        serve.end([program])
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def ask(
    connection: http.client.HTTPConnection, question: Question, form: dict[str, str] | None = None
) -> tuple[int, float, float, int]:
    """Status, seconds to the first byte, seconds in all, bytes; with a form, of its post."""
    headers = {"Host": "localhost", "Cookie": question.cookie, "Accept-Encoding": "gzip"}
    begun = time.perf_counter()
    if form is None:
        connection.request("GET", question.path, headers=headers)
    else:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", question.path, urlencode(form), headers)
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - begun
    while block := answer.read(65536):
        size += len(block)
    return answer.status, first, time.perf_counter() - begun, size


def form_on(page: Question) -> tuple[Question, dict[str, str]]:
    """What the button for a file sends: its address with the cookies of the page, and its form."""
    from tests.access.forms import fields_of

    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    connection.request("GET", page.path, headers={"Host": "localhost", "Cookie": page.cookie})
    answer = connection.getresponse()
    text = answer.read().decode()
    given = [header.partition(";")[0] for name, header in answer.getheaders() if name == "Set-Cookie"]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    if token is None:
        raise SystemExit(f"no form for a file on {page.path}")
    form = {name: values[0] for name, values in fields_of(text, START).items()}
    form |= {"csrfmiddlewaretoken": token[1], "kind": page.kind}
    return Question(page.name, START, "; ".join(filter(None, (page.cookie, *given)))), form


def run(
    questions: list[Question], clients: int, *, seconds: float = 0, requests: int = 0, start: int = 0
) -> Answers:
    """So many clients ask in turn, each from another place in the list, for a time or until so many are answered."""
    answers = Answers(seconds={question.name: [] for question in questions})
    counter = iter(range(requests)) if requests else None
    lock = threading.Lock()
    begun = time.perf_counter()

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        position = start // clients + number * len(questions) // clients
        while time.perf_counter() - begun < seconds if counter is None else more(counter, lock):
            question = questions[position % len(questions)]
            position += 1
            status, _first, whole, _size = ask(
                connection, *(form_on(question) if question.kind else (question,))
            )
            with lock:
                answers.seconds[question.name].append(whole)
                if status >= 400:
                    answers.faults.append(f"{question.name}: {status}")

    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.whole = time.perf_counter() - begun
    answers.seconds = {name: some for name, some in answers.seconds.items() if some}
    return answers


def more(counter: Iterator[int], lock: threading.Lock) -> bool:
    with lock:
        return next(counter, None) is not None


def resident(pid: int) -> int:
    """Bytes a process holds in memory of its own, and those it was forked into."""
    return max(map(held_by, [pid, *children(pid)]))


def held_by(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:  # a child that has ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


def children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in listed.stdout.split()]


def questions_of(address: str, kind: str) -> list[Question]:
    """Made by a step on that database: sessions need its tables."""
    from bench.growth.databases import step

    return [Question(*each) for each in step(address, "questions", kind)["questions"]]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
