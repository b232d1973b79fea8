"""The job worker, for a test: does what waits and stops."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def do_waiting_jobs(queues=("planner", "decisions")) -> None:
    from django.db import connections
    from procrastinate.contrib.django import app

    async def work():
        connector = app.connector.get_worker_connector()
        # As `manage procrastinate worker` does: jobs queued inside a job leave on the worker's own connection.
        with app.replace_connector(connector) as worker:
            async with worker.open_async():
                await worker.run_worker_async(
                    queues=list(queues),
                    wait=False,
                    install_signal_handlers=False,
                    listen_notify=False,
                    delete_jobs="never",
                )

    # In a thread of its own: a browser test in the same process keeps an event loop in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(work())).result()
    connections.close_all()
