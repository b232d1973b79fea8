"""The `jalur` command. Every branch imports late, so that `jalur plan` starts without Django or a database."""

import argparse
import os
import sys
from pathlib import Path

SETTINGS = "jalur.project.settings"


def main(argv: list[str] | None = None) -> int:
    """Run one `jalur` command and return its exit code (0 done, 1 failed, 2 called wrongly)."""
    arguments = sys.argv[1:] if argv is None else argv
    if os.environ.get("JALUR_DATA"):
        # Programs started from here work in other folders: the name must mean the same there.
        os.environ["JALUR_DATA"] = str(Path(os.environ["JALUR_DATA"]).resolve())
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read us has enough: `jalur demo codes | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["plan"]:
        from jalur.planner import commands

        return commands.main(arguments[1:]) or 0
    if arguments[:1] == ["keys"]:
        arguments = ["manage", *arguments]
    options = None if arguments[:1] == ["manage"] else parser().parse_args(arguments)
    from jalur.project.launcher.folders import LauncherError

    try:
        return options.run(options) if options else manage(arguments[1:])
    except LauncherError as error:
        print(f"jalur: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The commands that are not handed on whole (`plan`, `manage` and `keys` have their own help)."""
    top = argparse.ArgumentParser(prog="jalur", description="Run and look after Jalur on this machine.")
    verbs = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verbs.add_parser("plan", help="make, verify and explain plans from files, without a database")
    verbs.add_parser("manage", help="Django's own commands: migrate, shell, check, ...")

    verbs.add_parser("keys", help="keys with which bodies sign: make, rotate, back up, lost, stolen")

    start = verbs.add_parser(
        "start", help="prepare what is missing, load the example country, serve until Ctrl-C"
    )
    start.add_argument(
        "--port", type=int, default=None, help="port to listen on (default 8000 or $JALUR_PORT)"
    )
    start.add_argument("--no-demo", action="store_true", help="leave the example country out")
    start.set_defaults(run=_start)

    serve = verbs.add_parser("serve", help="web server and job worker on a prepared database, until Ctrl-C")
    serve.add_argument(
        "--port", type=int, default=None, help="port to listen on (default 8000 or $JALUR_PORT)"
    )
    serve.set_defaults(run=_serve)

    database = verbs.add_parser("db", help="the database on this machine: start, stop, status, address")
    database.add_argument("action", choices=["start", "stop", "status", "address"])
    database.set_defaults(run=_database)

    reference = verbs.add_parser("load-reference", help="places, occupations, standards and rules from data/")
    reference.add_argument(
        "--apply", action="store_true", help="write it; without this only show what would change"
    )
    reference.set_defaults(
        run=lambda options: manage(["load_reference", *(["--apply"] if options.apply else [])])
    )

    demo = verbs.add_parser("demo", help="the example country: load it, show its sign-in codes")
    demo.add_argument("action", choices=["load", "codes"])
    demo.add_argument(
        "--apply", action="store_true", help="load: write it; without this only show what would happen"
    )
    demo.set_defaults(run=_demo)

    messages = verbs.add_parser(
        "messages", help="bring each room's Indonesian texts up to date with its code"
    )
    messages.add_argument("--compile", action="store_true", help="only compile .po files to .mo files")
    messages.add_argument("--check", action="store_true", help="change nothing; fail when a text is missing")
    messages.set_defaults(run=_messages)
    return top


def manage(arguments: list[str]) -> int:
    """Run a Django command against the configured database, started for its length when it is ours."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    if not _needs_database(arguments):
        execute_from_command_line(["jalur manage", *arguments])
        return 0
    from jalur.project.launcher import postgres

    with postgres.running() as dsn:
        os.environ["DATABASE_URL"] = dsn
        execute_from_command_line(["jalur manage", *arguments])
    return 0


def _needs_database(arguments: list[str]) -> bool:
    """False for Django commands that only read code, so that they also work while no server runs."""
    without = {"help", "startapp", "collectstatic", "compilemessages", "makemessages", "findstatic"}
    return bool(arguments) and arguments[0] not in without and not {"--help", "--version"} & set(arguments)


def _database(options: argparse.Namespace) -> int:
    from jalur.project.launcher import postgres

    return postgres.command(options.action)


def _demo(options: argparse.Namespace) -> int:
    from jalur.project.launcher import start

    start.be_the_example_country()
    return manage([f"demo_{options.action}", *(["--apply"] if options.apply else [])])


def _start(options: argparse.Namespace) -> int:
    from jalur.project.launcher import start

    return start.start(port=options.port, demo=not options.no_demo)


def _serve(options: argparse.Namespace) -> int:
    from jalur.project.launcher import serve

    return serve.serve(port=options.port)


def _messages(options: argparse.Namespace) -> int:
    from jalur.project.launcher import messages

    if options.compile:
        return messages.compile_all()
    return messages.extract_all(check=options.check)


if __name__ == "__main__":
    sys.exit(main())
