"""What the worker does for the example country once it runs: planning compiles kernels, and nobody waits for that at the start."""

from django.db import close_old_connections
from procrastinate.contrib.django import app


@app.task(name="demo.tasks.make_plans", queue="planner")
def make_plans() -> None:
    from demo import plans

    close_old_connections()
    plans.make_plans()
