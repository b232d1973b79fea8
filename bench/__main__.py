"""`python -m bench [WORD …]`: the planner's figures; `python -m bench product [SIZE …]`: whole runs through the product.

Words are sizes (`regency province nation`) and what else to measure, see bench/planner.py.
"""

import sys

if sys.argv[1:2] == ["product"]:
    from bench.product import main

    del sys.argv[1]
else:
    from bench.planner import main

raise SystemExit(main())
