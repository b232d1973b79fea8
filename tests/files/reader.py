"""The program that opens files, for many of them in one process with its own bounds: `python -m tests.files.reader`."""

import json
import sys

from jalur.foundation.files.disarming.__main__ import answer_to, bound
from jalur.kit import child


def main() -> None:
    orders = json.loads(sys.stdin.buffer.read())
    bound(orders[0]["limits"], seconds=300)
    answers = [answer_to(order) for order in orders]
    sys.stdout.write(json.dumps({"answers": answers, "memory": child.most_memory()}))


if __name__ == "__main__":
    main()
