"""`python -m bench`: the planner's figures; words are sizes (`regency province nation`) or `linear`, `sweep`, `budget`.

`python -m bench product [SIZE …]` measures whole runs through the product and its database instead, see bench/product.py.
"""

import sys

from bench.planner import SIZES, main

words = sys.argv[1:]
if words[:1] == ["product"]:
    from bench.product import main as through_the_product

    sys.argv[1:] = words[1:]
    raise SystemExit(through_the_product())
if not any(word.startswith("-") for word in words):
    sizes = [word for word in words if word in SIZES]
    extras = [f"--{word}" for word in words if word in {"linear", "sweep", "budget"}]
    strange = [word for word in words if word not in {*SIZES, "linear", "sweep", "budget"}]
    if strange:
        raise SystemExit(f"{strange[0]!r} is none of {', '.join(SIZES)}, linear, sweep, budget")
    # Naming a size adds it to the two small ones; naming only an extra leaves the sizes out.
    chosen = ",".join(dict.fromkeys(["regency", "province", *sizes])) if sizes or not extras else ""
    sys.argv[1:] = ["--sizes", chosen, *extras]
raise SystemExit(main())
