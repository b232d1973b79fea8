from jalur.proposals.models import Run, Study


def latest_study(run: Run, kind: str) -> Study | None:
    """The newest study of a kind; whoever may see the plan may see it."""
    return run.studies.select_related("run").filter(kind=kind).order_by("-created_at", "pk").first()
