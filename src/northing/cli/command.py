"""What a file in `commands/` holds, and the options that commands share."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from northing.workspace.workspace import Workspace

WORKSPACE_VARIABLE = "NORTHING_WORKSPACE"


@dataclass(frozen=True)
class Command:
    """A command: its function's docstring and annotations are its help.

    Attributes:
        run: The function; or a `typer.Typer` of several, such as `northing user add`.
    """

    run: Callable[..., None] | typer.Typer

    @property
    def help(self) -> str:
        """What it does."""
        if isinstance(self.run, typer.Typer):
            return str(self.run.info.help or "")
        return self.run.__doc__ or ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The second words of a command that has several; none otherwise."""
        if not isinstance(self.run, typer.Typer):
            return ()
        return tuple(sorted(typer.main.get_group(self.run).commands))


WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "-w",
        "--workspace",
        help=f"Workspace folder; ${WORKSPACE_VARIABLE} or the current folder otherwise.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
_PERIODS = "2026-Q3, 2026-07, 2026-W31, 2026, FY26-Q2, 2026-07-01..2026-09-30, last-13-weeks"
PeriodOption = Annotated[str | None, typer.Option(help=f"{_PERIODS}; everything otherwise.")]
RecentPeriodOption = Annotated[
    str | None, typer.Option(help=f"{_PERIODS}; the last 13 weeks otherwise.")
]
RuleOption = Annotated[
    str | None, typer.Option(help="Attribution rule; northing.toml's otherwise.")
]


def open_workspace(folder: Path | None) -> Workspace:
    """Open the workspace that an option, the environment or the current folder names."""
    from northing.workspace.workspace import Workspace  # the command line's help stays quick

    return Workspace(folder or Path(os.environ.get(WORKSPACE_VARIABLE, ".")))


def print_json(value: Any) -> None:
    """Print a value as JSON; money as numbers, dates as ISO text."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def say(text: str = "") -> None:
    """Print a line for people."""
    sys.stdout.write(f"{text}\n")


def print_table(columns: list[str], rows: list[list[Any]], *, title: str | None = None) -> None:
    """Print a table for people: texts to the left, numbers to the right."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console.width = 160
    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for place, column in enumerate(columns):
        is_number = any(isinstance(row[place], int | float | Decimal) for row in rows)
        is_prose = any(len(str(row[place])) > 40 for row in rows)
        table.add_column(
            column,
            justify="right" if is_number else "left",
            no_wrap=not is_prose,
            overflow="fold" if is_prose else "ellipsis",
        )
    for row in rows:
        table.add_row(*(escape(_shown(cell)) for cell in row))
    if title:
        say(title)  # as a table's own title it would be folded to the width of a narrow table
    console.print(table)


class Percent(float):
    """A fraction from 0 to 1 that people read as a percentage."""


class Points(float):
    """A difference of two fractions, in percentage points."""


def spell(parameters: Mapping[str, Any]) -> str:
    """Write parameters in words.

    Examples:
        >>> spell({"rule": "linear", "lookback_days": {"order": 90, "won": 365}})
        'rule linear, lookback order 90, won 365 days'
        >>> spell({"lookback_days": 30, "revenue_kinds": ["order", "won"], "kind": None})
        'lookback 30 days, revenue kinds order, won'
    """
    return ", ".join(_spelled(name, value) for name, value in parameters.items() if value)


def _spelled(name: str, value: Any) -> str:
    stem = name.removesuffix("_days")
    if isinstance(value, Mapping):
        value = ", ".join(f"{key} {part}" for key, part in value.items())
    elif isinstance(value, list | tuple):
        value = ", ".join(str(part) for part in value)
    return f"{stem.replace('_', ' ')} {value}{' days' if stem != name else ''}"


def _shown(cell: Any) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, Percent):
        return f"{100 * cell:,.2f} %"
    if isinstance(cell, Points):
        return f"{100 * cell:+,.2f} pp"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float | Decimal):
        return f"{cell:,.2f}"
    if isinstance(cell, int):
        return f"{cell:,}"
    return str(cell)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be printed as JSON")
