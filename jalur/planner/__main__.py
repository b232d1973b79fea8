"""`python -m jalur.planner …` is `jalur plan …`."""

import sys

from jalur.planner.commands import main

if __name__ == "__main__":
    sys.exit(main())
