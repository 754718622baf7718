"""What sections are made of: values that are shown as HTML and taken out as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Kind = Literal[
    "text",
    "name",
    "money",
    "count",
    "number",
    "percent",
    "change",
    "points",
    "ratio",
    "days",
    "months",
    "score",
    "date",
    "flag",
]
Tone = Literal["", "good", "bad", "warn", "muted"]
TALLEST = 900
NUMERIC = frozenset(
    {"money", "count", "number", "percent", "change", "points", "ratio", "days", "months", "score"}
)


@dataclass(frozen=True)
class Cell:
    """A value with something about it.

    Attributes:
        value: What it is; None where it is not known, and `title` says why.
        href: Where it leads.
        title: A hint, such as the interval or why there is no value.
        tone: Good, bad, a warning, or muted; never the only sign.
        low: Lower end of its interval.
        high: Upper end of its interval.
        kind: If it differs from its column's.
        currency: If it differs from the reporting currency.
        depth: How far it is set in, as in a tree.
    """

    value: Any
    href: str | None = None
    title: str | None = None
    tone: Tone = ""
    low: float | None = None
    high: float | None = None
    kind: Kind | None = None
    currency: str | None = None
    depth: int = 0


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: Its name in exports.
        title: Its heading.
        kind: How its values are shown.
        help: What it means, as a hint at the heading.
        bar: Whether a bar in proportion stands behind each value.
        href: Where the heading leads, such as the definition.
        whole: Whether its values are never broken over two lines; days never are.
    """

    key: str
    title: str
    kind: Kind = "text"
    help: str = ""
    bar: bool = False
    href: str | None = None
    whole: bool = False

    @property
    def unbroken(self) -> bool:
        """Whether values stand in one line."""
        return self.whole or self.kind == "date"

    @property
    def numeric(self) -> bool:
        """Whether values stand to the right."""
        return self.kind in NUMERIC


Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows under columns; a value is plain or a `Cell`.

    Attributes:
        columns: In order.
        rows: Values by column key.
        total: A last row set apart.
        caption: What it is, for those who do not see the heading.
        notes: What to know before believing it.
        empty: What is said where there are no rows.
        most: Rows shown at first; the rest is behind a button. Exports hold all.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    total: Row | None = None
    caption: str = ""
    notes: tuple[str, ...] = ()
    empty: str = "Nothing here."
    most: int = 50


@dataclass(frozen=True)
class Tile:
    """One figure.

    Attributes:
        label: What it is.
        value: The figure; a plain number or a `Cell`.
        kind: How it is shown.
        delta: The difference to something.
        delta_kind: How that is shown.
        against: To what.
        good: Which direction is good.
        spark: Its course, oldest first; None breaks the line.
        href: Its definition and rows.
        note: What to know about it.
    """

    label: str
    value: Any
    kind: Kind = "number"
    delta: float | None = None
    delta_kind: Kind = "percent"
    against: str = ""
    good: Literal["up", "down", "none"] = "up"
    spark: tuple[float | None, ...] = ()
    href: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Tiles:
    """Figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite chart and the table that it draws.

    Attributes:
        spec: Vega-Lite, without size and theme; its data inline.
        alt: What it shows, in a sentence, for those who do not see it.
        table: Its numbers, offered below it and in exports.
        height: In pixels.
    """

    spec: Mapping[str, Any]
    alt: str
    table: Table | None = None
    height: int = 260

    @property
    def room(self) -> int:
        """The height kept free until it is drawn, in the steps that the style sheet has."""
        return min(TALLEST, -(-self.height // 20) * 20)


@dataclass(frozen=True)
class Prose:
    """Plain paragraphs."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """Something to heed.

    Attributes:
        text: A sentence.
        tone: How much.
        href: Where to do something about it.
        action: What the link says.
    """

    text: str
    tone: Tone = "warn"
    href: str | None = None
    action: str = ""


@dataclass(frozen=True)
class Facts:
    """Names and values beside each other, such as a definition's parts."""

    facts: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Fragment:
    """A template of its own: forms, and whatever no other block can say.

    Attributes:
        template: Its name.
        values: What it is given, besides the page's context.
        table: What exports hold.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    table: Table | None = None


Block: TypeAlias = Tiles | Chart | Table | Prose | Notice | Facts | Fragment


def table_of(block: Block) -> Table | None:
    """The table that an export of the block holds, if it has one."""
    if isinstance(block, Table):
        return block
    if isinstance(block, Chart | Fragment):
        return block.table
    if isinstance(block, Tiles):
        columns = (Column("figure", "Figure"), Column("value", "Value", "number"))
        rows = [{"figure": tile.label, "value": tile.value} for tile in block.tiles]
        return Table(columns, rows)
    return None
