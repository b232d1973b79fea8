"""`python -m jalur.planner …` is `jalur plan …`."""

import sys

from jalur.planner.commands import main

if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # whoever read us has enough
        sys.exit(1)
