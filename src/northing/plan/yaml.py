"""A plan as YAML: one file, every kind under its plural."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from northing.errors import BadFile, BadInput, Missing
from northing.plan.kind import KINDS
from northing.plan.plan import Plan
from northing.plan.records import cleaned, read_record, record_of

_ENDS_OF_LINES = ("\x85", "\u2028", "\u2029")
SHARES = ("run_share", "long_share", "reserve_share")
MOST_BYTES = 25_000_000


def write_plan(plan: Plan) -> str:
    """The plan as YAML; `read_plan` makes the same plan of it.

    Examples:
        >>> from northing.plan.kinds.objective import Objective
        >>> print(write_plan(Plan.of([Objective("grow", "Grow", "company", "mara")])))
        objectives:
        - key: grow
          title: Grow
          level: company
          owner: mara
        <BLANKLINE>
    """
    document: dict[str, Any] = {
        name: str(share) for name in SHARES if (share := getattr(plan, name)) is not None
    }
    for name, kind in sorted(KINDS.items(), key=lambda pair: pair[1].order):
        entries = plan.entries.get(name, {})
        if entries:
            document[kind.plural] = [record_of(value) for value in entries.values()]
    return _dumped(document)


def rewrite_texts(text: str, clean: Callable[[str], str]) -> str:
    """A plan's YAML with every text in it rewritten, whatever marks it is written between.

    Raises:
        BadFile: If it is not YAML, uses aliases, or is too large.

    Examples:
        >>> print(rewrite_texts("owner: Ada", lambda one: one.replace("Ada", "[erased]")))
        owner: '[erased]'
        <BLANKLINE>
    """
    return _dumped(cleaned(_parsed(text), clean))


def read_plan(source: str | Path) -> Plan:
    """Read a plan from YAML text or a file.

    Raises:
        BadFile: If it is not YAML, uses aliases, or is too large.
        BadInput: If an entry is wrong, or refers to what is not there.
        Missing: If there is no such file.
    """
    text = source if isinstance(source, str) else _text(source)
    document = _parsed(text)
    plurals = {kind.plural: name for name, kind in KINDS.items()}
    shares: dict[str, Decimal | None] = {}
    values: list[Any] = []
    for key, content in document.items():
        if key in SHARES:
            shares[key] = _share(key, content)
        elif key in plurals:
            values += _entries(plurals[key], key, content)
        else:
            known = ", ".join([*SHARES, *plurals])
            raise BadInput(f"The plan has a part {key!r}, which is not known; expected {known}.")
    return Plan.of(values, **shares)


def _dumped(document: dict[str, Any]) -> str:
    import yaml

    text: str = yaml.dump(
        document, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=100
    )
    return text


@cache
def _dumper() -> type[Any]:
    """A safe dumper that escapes what YAML, but no text of a plan, takes for the end of a line."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def represent(dumper: Any, text: str) -> Any:
        style = '"' if any(one in text for one in _ENDS_OF_LINES) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, represent)
    return Dumper


def _text(path: Path) -> str:
    if not path.is_file():
        raise Missing(f"There is no file {path}.")
    if path.stat().st_size > MOST_BYTES:
        raise BadFile(f"{path.name} is larger than {MOST_BYTES:,} bytes.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadFile(f"{path.name} is not UTF-8 text.") from None


def _parsed(text: str) -> dict[str, Any]:
    import yaml

    if len(text) > MOST_BYTES:
        raise BadFile(f"The plan is larger than {MOST_BYTES:,} characters.")
    try:
        aliased = any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text))
        document = None if aliased else yaml.load(text, Loader=_loader())  # noqa: S506 - safe
    except (yaml.YAMLError, ValueError) as error:  # the latter for a day such as 2026-02-30
        raise BadFile(f"The plan is not YAML: {error}.") from None
    if aliased:
        raise BadFile("The plan uses YAML aliases (*name); expected each entry written out.")
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise BadFile("The plan is no mapping; expected parts such as objectives and initiatives.")
    return document


def _loader() -> type[Any]:
    """YAML as people write it: `on:` is a field here, and no truth value as in YAML 1.1."""
    import yaml

    class PlanLoader(yaml.SafeLoader):
        pass

    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    PlanLoader.yaml_implicit_resolvers = {
        first: [one for one in known if first in "tTfF" or not one[0].endswith(":bool")]
        for first, known in resolvers.items()
    }
    return PlanLoader


def _entries(kind: str, plural: str, content: Any) -> Iterator[Any]:
    if content is None:
        return
    if not isinstance(content, list):
        raise BadInput(f"{plural} is no list; expected one entry under another.")
    for place, record in enumerate(content, 1):
        key = record.get("key") if isinstance(record, dict) else None
        yield read_record(kind, record, f"{plural}, entry {place} ({key or 'without a key'})")


def _share(name: str, content: Any) -> Decimal:
    try:
        share = Decimal(str(content))
    except InvalidOperation:
        raise BadInput(f"{name} is {content!r}; expected a percentage from 0 to 100.") from None
    if not 0 <= share <= 100:
        raise BadInput(f"{name} is {share}; expected a percentage from 0 to 100.")
    return share
