"""The command line: one file a command in `commands/`, every one with `--json`."""

from __future__ import annotations

import sys

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
        app.command(name)(command.run)
    return app


def _root() -> None:
    """The open system a Chief Marketing Officer runs marketing on.

    Objectives, money, touches and revenue in one measured chain. Start with `northing demo`, or
    with `northing init`, `northing load` and `northing refresh`.
    """


def main() -> None:
    """Run the command line; an error is a sentence on standard error and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        build()()
    except NorthingError as error:
        sys.stderr.write(f"northing: {error}\n")
        raise SystemExit(1) from None
