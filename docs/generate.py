"""Writes the reference pages from the catalogues, so that they cannot fall behind the code.

Run by `make docs`; the pages are in `docs/reference/` and are not committed.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer
from typer.testing import CliRunner

from northing.attribution import RULES
from northing.cli import COMMANDS, build
from northing.metrics import METRICS, describe_metric
from northing.plan import KINDS
from northing.plan.sheets import FORMS
from northing.plan.template import TEMPLATES
from northing.sources import EXPORTS
from northing.tables import ARROW_TYPES, CONTRACTS, DERIVED, Append, Column, Upsert
from northing.workspace.health import CHECKS
from northing.workspace.settings import settings_text

REFERENCE = Path(__file__).parent / "reference"
HELP_COLUMNS = 90


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(exist_ok=True)
    for name, text in {
        "rules": rules(),
        "metrics": metrics(),
        "tables": tables(),
        "derived": derived(),
        "settings": settings(),
        "commands": commands(),
        "exports": exports(),
        "checks": checks(),
        "plan": plan(),
    }.items():
        (REFERENCE / f"{name}.md").write_text(text, encoding="utf-8")


def cell(value: object) -> str:
    """A value as it can stand in a Markdown table."""
    return re.sub(r"\s+", " ", str(value)).replace("|", "\\|").strip() or "–"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *([cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def rules() -> str:
    """The attribution rules."""
    needs = {
        "instants": "when each touch was",
        "milestones": "leads and opportunities",
        "declaration": "what was declared with the conversion",
        "nulls": "journeys that ended in nothing",
    }
    text = [
        "# The attribution rules\n\n",
        "Each rule shares every conversion out among the touches of its journey; what is shared "
        "out and what is unattributed always sum to all conversions. [How credit is given]"
        "(../attribution.md) explains journeys and windows.\n\n",
        table(
            ["rule", "title", "credit", "adds over people and periods"],
            (
                (f"[`{name}`](#{name})", rule.title, rule.formula, "yes" if rule.additive else "no")
                for name, rule in RULES.items()
            ),
        ),
    ]
    for name, rule in RULES.items():
        text.append(f"\n## {rule.title} {{#{name}}}\n\n`--rule {name}`\n\n{rule.formula}\n")
        if rule.needs:
            text.append(f"\nNeeds {', '.join(needs.get(need, need) for need in rule.needs)}.\n")
        if rule.trap:
            text.append(f'\n!!! warning "Known trap"\n    {cell(rule.trap)}\n')
        text.append(f"\nSource: {rule.source}\n")
    return "".join(text)


def metrics() -> str:
    """The metrics."""
    text = [
        "# The metrics\n\n",
        "[How metrics work](../metrics.md) explains variants, maturity, benchmarks and metrics of "
        "your own.\n\n",
        "Numerator and denominator are summed apart and divided last. A denominator of 0 gives "
        "no value and says so; so does a table that was never loaded, by name. Fractions run "
        "from 0 to 1.\n\n",
        table(
            ["metric", "title", "definition", "unit", "good"],
            (
                (f"[`{name}`](#{name})", one.title, one.definition, one.unit, one.good)
                for name, one in METRICS.items()
            ),
        ),
    ]
    for name, one in METRICS.items():
        known = describe_metric(name)
        text += [
            f"\n## {one.title} {{#{name}}}\n\n`northing metric {name}`\n\n{one.definition}\n\n",
            table(
                ["", ""],
                (
                    ("family", one.family),
                    ("unit, good direction", f"{one.unit}, {one.good}"),
                    ("grain", one.grain),
                    ("tables", code(known["tables"])),
                    ("can be split by", code(known["dimensions"])),
                    ("may be added up over", code(one.additive)),
                    ("parameters", code(known["parameters"])),
                    ("owner, version", f"{one.owner}, {one.version}"),
                    ("source", one.source),
                ),
            ),
            f'\n!!! warning "Known trap"\n    {cell(one.trap)}\n',
        ]
        if one.variants:
            ways = ((f"`{way}`", said) for way, said in known["variants"].items())
            text += ["\n", table(["`--variant`", "definition"], ways)]
    return "".join(text)


def plan() -> str:
    """What a plan holds, its sheets, and the templates of objectives."""
    text = [
        "# What a plan holds\n\n",
        "Each kind stands under its name in `plan.yaml`, and in a snapshot as a table `plan_…`. "
        "[Planning and alignment](../planning.md) explains how they work together. A field that "
        "is as by default may be left out.\n",
    ]
    for name, kind in sorted(KINDS.items(), key=lambda pair: (pair[1].order, pair[0])):
        said = inspect.getdoc(kind.value) or ""
        about, _, attributes = said.partition("Attributes:\n")
        first = " ".join(about.split())
        text += [f"\n## {kind.title.capitalize()} {{#{name}}}\n\n`{kind.plural}`: {first}\n\n"]
        fields = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", attributes, re.MULTILINE)
        if fields:
            text.append(table(["field", "about"], ((f"`{one}`", told) for one, told in fields)))
        if name in FORMS:
            columns = code(column.name for column in FORMS[name].columns)
            months = ", then `state`, `currency` and the months" if FORMS[name].by_month else ""
            text.append(f"\nAs a spreadsheet: {columns}{months}.\n")
    text.append("\n## Templates of objectives {#templates}\n")
    for one in TEMPLATES.values():
        rows = (
            (
                draft.title,
                f"`{draft.metric}`" if draft.metric else "reported",
                draft.why,
                draft.size,
            )
            for draft in one.key_results
        )
        text.append(f"\n### {one.title}\n\n{one.when}\n\n")
        text.append(table(["key result", "metric", "why", "a sensible size"], rows))
    return "".join(text)


def column_rows(columns: Iterable[Column]) -> Iterable[Sequence[object]]:
    for column in columns:
        notes = [column.about.rstrip(".")] if column.about else []
        if column.choices:
            notes.append(f"one of {code(column.choices)}")
        if column.minimum is not None:
            notes.append(f"at least {column.minimum:g}")
        kind = f"{column.type} ({ARROW_TYPES[column.type]})"
        required = "yes" if column.required else ""
        yield f"`{column.name}`", kind, required, "; ".join(notes), code(column.synonyms)


def tables() -> str:
    """The canonical tables."""
    head = ["column", "holds", "required", "about", "also found as"]
    text = [
        "# The canonical tables\n\n",
        "What a file is loaded into. Headings are compared without case, accents, spaces and "
        "punctuation. A row that breaks its contract is quarantined with a reason and never "
        "summed. Money is kept as DECIMAL(18, 4) with its currency.\n",
    ]
    for name, contract in CONTRACTS.items():
        key = code(contract.key_columns)
        match contract.load:
            case Append():
                load = f"New rows are added; a row whose {key} is there already is a duplicate."
            case Upsert(first_kept=kept):
                load = f"A row replaces the one with the same {key}."
                load += f" The first value of {code(kept)} is kept." if kept else ""
            case replaced:
                scope = code(replaced.scope)
                load = f"A file replaces the dates that it covers, within the same {scope}."
        person = " Its rows speak of single people." if contract.person_level else ""
        text += [
            f"\n## `{name}` {{#{name}}}\n\n{contract.title}\n\n{load}{person}\n\n",
            table(head, column_rows(contract.columns)),
        ]
    return "".join(text)


def derived() -> str:
    """The tables that a refresh derives."""
    text = [
        "# The derived tables\n\n",
        "What a refresh writes for metrics and reports to read. Money is in the reporting "
        "currency, dates are local.\n",
    ]
    for name, one in DERIVED.items():
        text += [
            f"\n## `{name}` {{#{name}}}\n\n{one.title}\n\nMade from {code(one.made_from)}.\n\n",
            table(["column", "holds", "required", "about", "also found as"],
                  column_rows(one.columns)),
        ]  # fmt: skip
        if one.per_rule:
            wide = code(f"{column.name}_<rule>" for column in one.per_rule)
            text.append(f"\nAnd once for each additive rule: {wide}.\n")
    return "".join(text)


def settings() -> str:
    """The settings, as `northing init` writes them."""
    return (
        "# The settings\n\n"
        "`northing init` writes `northing.toml` with every setting explained. A wrong key or "
        "value is refused with the known ones. A change takes effect at the next refresh, which "
        "redoes only the steps that the setting touches.\n\n"
        f"```toml\n{settings_text('Acme', time_zone='Europe/Berlin')}```\n"
    )


def commands() -> str:
    """The command line's own help."""
    runner = CliRunner(env={"COLUMNS": str(HELP_COLUMNS), "TERMINAL_WIDTH": str(HELP_COLUMNS)})
    app: typer.Typer = build()
    text = [
        "# The command line\n\n"
        "Every command that prints figures takes `--json`. Errors are sentences on standard "
        "error, with exit status 1.\n"
    ]
    for name, command in COMMANDS.items():
        for words in ([name], *([name, one] for one in command.parts)):
            shown = runner.invoke(app, [*words, "--help"], prog_name="northing")
            spoken = " ".join(words)
            text.append(f"\n## `northing {spoken}`\n\n```text\n{shown.output.strip()}\n```\n")
    return "".join(text)


def checks() -> str:
    """The checks of data health."""
    return (
        "# The checks of data health\n\n"
        "What [`northing health`](../health.md) looks at, each a file of its own.\n\n"
        + table(
            ["check", "watches", "says when all is well", "what it does not say"],
            ((f"`{name}`", one.title, one.fine, one.trap) for name, one in CHECKS.items()),
        )
    )


def exports() -> str:
    """The exports that are read without a mapping."""
    return (
        "# Known exports\n\n"
        "These are recognised by their headings. Any other file loads too where its headings are "
        "those of [the tables](tables.md), or with [a mapping](../loading.md#mappings).\n\n"
        + table(
            ["export", "what", "where to find it", "fills"],
            (
                (
                    f"`{name}`",
                    one.title,
                    one.place,
                    code(one.fills),
                )
                for name, one in EXPORTS.items()
            ),
        )
    )


if __name__ == "__main__":
    main()
