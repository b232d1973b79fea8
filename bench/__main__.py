"""`python -m bench [WORD …]`: the planner's figures; `python -m bench product [SIZE …]`: whole runs through the product;
`python -m bench newcomer [SIZE]`: one newcomer's wait for an answer; `python -m bench growth`: the product grown to a nation;
`python -m bench lists`: what drawing a list costs; `python -m bench paint`: the first view on a slow line;
`python -m bench publishing`: a national plan published and taken back; `python -m bench outbox`: messages over workers that are
killed; `python -m bench imports`: a list of 100,000 people; `python -m bench order_imports`: 10,000 job orders with planted errors;
`python -m bench letters`: letters set as PDF;
`python -m bench hooks`: what telling programs costs, and workers that are killed meanwhile;
`python -m bench steps`: 100,000 random steps of the workflow;
`python -m bench quotas`: 50,000 things done to the quotas of permits by 8 writers, never above them;
`python -m bench bookings`: 20,000 bookings by 16 writers at once, none twice at one time;
`python -m bench attendance`: the pages of a centre with 60,000 marks;
`python -m bench hub-year`: every page of a hub after a year of classes;
`python -m bench credentials`: 1,000 certificates to other verifiers, forgeries to ours;
`python -m bench certificates`: 10,000 certificates as one job whose worker is killed, and codes that somebody makes up;
`python -m bench offers`: is this offer real, with the orders and companies of a nation;
`python -m bench api`: 20,000 calls made up from the API's schema; `python -m bench pass-rates`: learned rates against known ones.

Words are sizes (`regency province nation`) and what else to measure, see bench/planner.py.
"""

import sys

if sys.argv[1:2] == ["product"]:
    from bench.product import main

    del sys.argv[1]
elif sys.argv[1:2] == ["newcomer"]:
    from bench.newcomer import main

    del sys.argv[1]
elif sys.argv[1:2] == ["growth"]:
    from bench.growth.main import main

    del sys.argv[1]
elif sys.argv[1:2] == ["publishing"]:
    from bench.growth.publishing import main

    del sys.argv[1]
elif sys.argv[1:2] == ["races"]:
    from bench.growth.races import main

    del sys.argv[1]
elif sys.argv[1:2] == ["memory"]:
    from bench.growth.memory import main

    del sys.argv[1]
elif sys.argv[1:2] == ["steps"]:
    from bench.steps import main

    del sys.argv[1]
elif sys.argv[1:2] == ["outbox"]:
    from bench.outbox import main

    del sys.argv[1]
elif sys.argv[1:2] == ["hooks"]:
    from bench.hooks import main

    del sys.argv[1]
elif sys.argv[1:2] == ["pass-rates"]:
    from bench.pass_rates import main

    del sys.argv[1]
elif sys.argv[1:2] == ["certificates"]:
    from bench.certificates import main

    del sys.argv[1]
elif sys.argv[1:2] == ["offers"]:
    from bench.offers import main

    del sys.argv[1]
elif sys.argv[1:2] == ["api"]:
    from bench.api import main

    del sys.argv[1]
elif sys.argv[1:2] == ["credentials"]:
    from bench.credentials import main

    del sys.argv[1]
elif sys.argv[1:2] == ["imports"]:
    from bench.imports import main

    del sys.argv[1]
elif sys.argv[1:2] == ["order_imports"]:
    from bench.order_imports import main

    del sys.argv[1]
elif sys.argv[1:2] == ["bookings"]:
    from bench.bookings import main

    del sys.argv[1]
elif sys.argv[1:2] == ["quotas"]:
    from bench.quotas import main

    del sys.argv[1]
elif sys.argv[1:2] == ["attendance"]:
    from bench.attendance import main

    del sys.argv[1]
elif sys.argv[1:2] == ["hub-year"]:
    from bench.hub_year import main

    del sys.argv[1]
elif sys.argv[1:2] == ["letters"]:
    from bench.letters import main

    del sys.argv[1]
elif sys.argv[1:2] == ["paint"]:
    from bench.paint import main

    del sys.argv[1]
elif sys.argv[1:2] == ["lists"]:
    from bench.lists import main

    del sys.argv[1]
else:
    from bench.planner import main

raise SystemExit(main())
