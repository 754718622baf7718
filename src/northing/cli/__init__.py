"""The command line: one file a command in `commands/`, every one with `--json`."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from northing.catalog import Catalog
from northing.cli.command import Command
from northing.errors import NorthingError

COMMANDS: Catalog[Command] = Catalog("northing.cli.commands", "command", Command)


def build() -> typer.Typer:
    """Put the commands of the catalogue together."""
    app = typer.Typer(
        name="northing",
        help="The open system a Chief Marketing Officer runs marketing on.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name, command in COMMANDS.items():
        if isinstance(command.run, typer.Typer):
            app.add_typer(command.run, name=name)
        else:
            app.command(name)(command.run)
    return app


def _root() -> None:
    """The open system a Chief Marketing Officer runs marketing on.

    Objectives, money, touches and revenue in one measured chain. Start with `northing demo`, or
    with `northing init`, `northing load` and `northing refresh`.
    """


def main() -> None:
    """Run the command line; an error is a sentence on standard error and exit status 1.

    What the system refuses (a folder, a disk) is answered the same way. Anything else is a bug and
    keeps its traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        build()()
    except NorthingError as error:
        sys.stderr.write(f"northing: {error}\n")
        raise SystemExit(1) from None
    except OSError as error:
        sys.stderr.write(f"northing: {explain(error)}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        sys.stderr.write("northing: interrupted; the published snapshot is still in force.\n")
        raise SystemExit(130) from None


def explain(error: OSError) -> str:
    """Say in a sentence what the system refused.

    Examples:
        >>> explain(PermissionError(13, "Permission denied", "/srv/acme"))
        'The system refused /srv/acme: permission denied.'
    """
    why = (error.strerror or str(error) or type(error).__name__).lower()
    if error.filename is None:
        return f"The system refused: {why}."
    is_file = Path(str(error.filename)).is_file()
    if is_file and isinstance(error, FileExistsError | NotADirectoryError):
        return f"{error.filename} is a file; expected a folder."
    return f"The system refused {error.filename}: {why}."
