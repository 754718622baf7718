"""`northing.toml`: the settings of a workspace, each with its default and its check."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from northing.errors import BadInput, BadSetting
from northing.money import check_currency
from northing.shelf import Shelf
from northing.tables.names import fold_name
from northing.workspace.limits import HealthLimits, read_limits
from northing.workspace.places import Place, read_places

FILE_NAME = "northing.toml"
OWN_METRICS = "metrics.toml"


@dataclass(frozen=True)
class AccountSettings:
    """What a source's account is kept in: its currency and its time zone."""

    currency: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True)
class ScheduleSettings:
    """What a worker starts by itself: a refresh every so many minutes; 0 for never."""

    refresh_minutes: int = 0


@dataclass(frozen=True)
class Settings:
    """The settings of a workspace. `northing init` writes them with their explanations."""

    name: str
    currency: str = "EUR"
    time_zone: str = "UTC"
    fiscal_year_start: int = 1
    week_start: str = "monday"
    as_of: date | None = None
    lake: str = "lake"
    engine: str = "duckdb://"
    kind: str = "won"
    rule: str = "linear"
    journeys: str = "person"
    customers: str = "account"
    revenue_kinds: tuple[str, ...] = ("order", "won")
    excluded_touches: tuple[str, ...] = ("impression",)
    direct_channel: str = "direct"
    lookback_days: Mapping[str, int] = field(default_factory=lambda: {"default": 90})
    half_life_days: Mapping[str, float] = field(default_factory=lambda: {"default": 7.0})
    stages: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "before_opportunity": ("lead", "mql", "sql"),
            "won": ("won", "closedwon"),
            "lost": ("lost", "closedlost"),
        }
    )
    accounts: Mapping[str, AccountSettings] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    health: HealthLimits = field(default_factory=HealthLimits)
    schedule: ScheduleSettings = ScheduleSettings()
    watch: tuple[Place, ...] = ()
    margin_rate: float = 0.7
    discount_rate: float = 0.1
    alignment_tolerance: float = 0.2
    campaign_pattern: str = "{initiative}_{audience}_{country}_{month}"
    approval_days: int = 3
    retention_days: int = 30
    wait_seconds: float = 60.0

    def lookback(self, kind: str) -> int:
        """Days before a conversion of this kind in which touches count."""
        return self.lookback_days.get(kind, self.lookback_days["default"])

    def half_life(self, kind: str) -> float:
        """Days in which a touch loses half its weight under time decay."""
        return self.half_life_days.get(kind, self.half_life_days["default"])

    def as_record(self) -> dict[str, Any]:
        """The settings as plain values, for a snapshot's record."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Settings:
        """Back from a snapshot's record."""
        # On the shelf a record cannot be replaced by another one of the same id.
        return _READ.get(id(record), lambda: (record, _from_text(json.dumps(record))))[1]


_READ: Shelf[tuple[Mapping[str, Any], Settings]] = Shelf(32)


@lru_cache(maxsize=64)  # a page asks for the same snapshot's settings dozens of times
def _from_text(record: str) -> Settings:
    return parse_settings(json.loads(record))


def read_settings(path: Path) -> Settings:
    """Read `northing.toml`.

    Raises:
        BadSetting: If it is not TOML, or a key or value is wrong; the known ones are named.
    """
    content = _toml(path)
    own = own_metrics(path.parent)
    twice = sorted({*own} & {*content.get("metrics", {})})
    if twice:
        raise BadSetting(f"The metric {twice[0]} is defined twice: in {path.name} and in a file.")
    if own:
        content["metrics"] = {**content.get("metrics", {}), **own}
    return parse_settings(content, path.name)


def own_metrics(folder: Path) -> dict[str, Any]:
    """What a workspace's `metrics.toml` and `metrics/NAME.toml` say, by the metric's name.

    Raises:
        BadSetting: If one is not TOML, or a metric is defined twice.
    """
    together = folder / OWN_METRICS
    found: dict[str, Any] = _toml(together) if together.is_file() else {}
    for path in sorted((folder / "metrics").glob("*.toml")):
        if path.stem in found:
            raise BadSetting(f"The metric {path.stem} is defined twice: metrics.toml has it too.")
        found[path.stem] = _toml(path)
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path.name} is not valid TOML: {error}.") from None


def parse_settings(content: Mapping[str, Any], where: str = FILE_NAME) -> Settings:
    """Check plain values and make settings of them.

    Raises:
        BadSetting: As for `read_settings`.

    Examples:
        >>> parse_settings({"name": "Acme", "lookback_days": {"won": 180}}).lookback("won")
        180
        >>> parse_settings({"name": "Acme", "curency": "EUR"})
        Traceback (most recent call last):
        northing.errors.BadSetting: northing.toml: there is no setting 'curency'. Did you mean ...
    """
    known = {entry.name for entry in fields(Settings)}
    for key in content:
        if key not in known:
            close = get_close_matches(key, known, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise BadSetting(
                f"{where}: there is no setting {key!r}.{hint} Known: {', '.join(sorted(known))}."
            )
    if not content.get("name"):
        raise BadSetting(f"{where}: `name` is missing; it is the company's name.")
    values = {}
    for key, value in content.items():
        try:
            values[key] = CHECKS[key](value)
        except BadSetting:
            raise  # it names its own file
        except (BadInput, ValueError, TypeError, AttributeError) as error:
            raise BadSetting(f"{where}: {key} is {value!r}; {error}") from None
    return Settings(**values)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("expected a text.")
    return value.strip()


def _one_of(*choices: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in choices:
            raise ValueError(f"expected one of {', '.join(choices)}.")
        return str(value)

    return check


def _between(low: float, high: float, what: str) -> Callable[[object], Any]:
    def check(value: object) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"expected {what}.")
        if not low <= value <= high:
            raise ValueError(f"expected {what}, {low:g} to {high:g}.")
        return value

    return check


def _whole(low: int, high: int, what: str) -> Callable[[object], int]:
    within = _between(low, high, what)

    def check(value: object) -> int:
        if not isinstance(value, int):
            raise TypeError(f"expected {what}, a whole number.")
        return int(within(value))

    return check


def _zone(value: object) -> str:
    name = _text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("expected a time zone of the IANA list, such as Europe/Berlin.") from None
    return name


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise TypeError("expected a list of names.")
    return tuple(_text(entry).lower() for entry in value)


def _per_kind(check: Callable[[object], Any], default: float) -> Callable[[object], Any]:
    def checked(value: object) -> dict[str, Any]:
        entries = value if isinstance(value, Mapping) else {"default": value}
        return {
            "default": default,
            **{_text(kind).lower(): check(days) for kind, days in entries.items()},
        }

    return checked


def _as_of(value: object) -> date | None:
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    return date.fromisoformat(_text(value))


def _stages(value: object) -> dict[str, tuple[str, ...]]:
    known = Settings(name="x").stages
    if not isinstance(value, Mapping):
        raise TypeError("expected a table of stages.")
    for key in value:
        if key not in known:
            raise ValueError(f"expected only {', '.join(known)}.")
    return {**known, **{key: _names(names) for key, names in value.items()}}


def _metrics(value: object) -> dict[str, Any]:
    from northing.metrics import parse_metric  # brings the catalogues, which few settings need

    if not isinstance(value, Mapping):
        raise TypeError("expected a table per metric.")
    for name, content in value.items():
        parse_metric(name, content)
    return dict(value)


def _campaign_pattern(value: object) -> str:
    from northing.align.utm import NamePattern

    return NamePattern(_text(value)).text


def _accounts(value: object) -> dict[str, AccountSettings]:
    if not isinstance(value, Mapping):
        raise TypeError("expected a table per source or source/account.")
    accounts = {}
    for key, entry in value.items():
        unknown = set(entry) - {"currency", "time_zone"}
        if unknown:
            raise ValueError(f"{key} has {sorted(unknown)}; known: currency, time_zone.")
        currency, zone = entry.get("currency"), entry.get("time_zone")
        accounts[key] = AccountSettings(
            check_currency(currency) if currency else None, _zone(zone) if zone else None
        )
    return accounts


def _schedule(value: object) -> ScheduleSettings:
    if not isinstance(value, Mapping):
        raise TypeError("expected a table with refresh_minutes.")
    unknown = set(value) - {"refresh_minutes"}
    if unknown:
        raise ValueError(f"it has {sorted(unknown)}; known: refresh_minutes.")
    return ScheduleSettings(_whole(0, 527_040, "minutes")(value.get("refresh_minutes", 0)))


_RATE = _between(0, 1, "a rate")
CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "name": _text,
    "currency": check_currency,
    "time_zone": _zone,
    "fiscal_year_start": _whole(1, 12, "a month"),
    "week_start": _one_of("monday", "sunday"),
    "as_of": _as_of,
    "lake": _text,
    "engine": _text,
    "kind": _text,
    "rule": _text,
    "journeys": _one_of("person", "account"),
    "customers": _one_of("person", "account"),
    "revenue_kinds": _names,
    "excluded_touches": _names,
    "direct_channel": lambda value: fold_name(_text(value)),
    "lookback_days": _per_kind(_whole(1, 3650, "days"), 90),
    "half_life_days": _per_kind(_between(0.01, 3650, "days"), 7.0),
    "stages": _stages,
    "accounts": _accounts,
    "metrics": _metrics,
    "health": read_limits,
    "schedule": _schedule,
    "watch": read_places,
    "margin_rate": _RATE,
    "discount_rate": _RATE,
    "alignment_tolerance": _RATE,
    "campaign_pattern": _campaign_pattern,
    "approval_days": _whole(1, 365, "days"),
    "retention_days": _whole(0, 3650, "days"),
    "wait_seconds": _between(0, 86400, "seconds"),
}

TEMPLATE = """\
# Settings of this Northing workspace. A wrong key or value is refused with the known ones.

name = {name}
currency = {currency}            # reporting currency; amounts are converted at the day's rate
time_zone = {time_zone}          # the reporting calendar's
fiscal_year_start = {fiscal_year_start}           # month; FY26 is the fiscal year that ends in 2026
week_start = "monday"
# as_of = 2026-06-30             # else the newest complete day in the data

lake = "lake"                    # a folder beside this file
engine = "duckdb://"             # or "spark://host:7077", "local[2]"

kind = "won"                     # what attribution looks at unless told otherwise
rule = "linear"
journeys = {journeys}            # whose touches make a journey: "person" or "account"
customers = "account"            # who counts as one customer: "person" or "account"
revenue_kinds = ["order", "won"] # kinds of conversion that are revenue; each euro in one kind only
excluded_touches = ["impression"]
direct_channel = "direct"        # passed over by "last non-direct"

margin_rate = 0.7                # of revenue, where orders carry no margin
discount_rate = 0.1              # a year
alignment_tolerance = 0.2        # share of money that may serve no objective
campaign_pattern = "{{initiative}}_{{audience}}_{{country}}_{{month}}" # how links name campaigns
approval_days = 3                # how long a request for money waits before the next role has it
retention_days = 30              # older versions of tables are deleted, unless a pin keeps them
wait_seconds = 60                # how long a refresh waits for another one to end

[lookback_days]                  # before a conversion, per kind
default = 90
opportunity = 180
won = 365

[half_life_days]                 # time decay, per kind
default = 7
opportunity = 30
won = 30

[stages]                         # names of deal stages in your CRM
before_opportunity = ["lead", "mql", "sql"]
won = ["won", "closedwon"]
lost = ["lost", "closedlost"]

[health]                         # from where on `northing health` speaks up; rates are 0 to 1
silent_days = 3                  # days a source may miss; how often it delivers is learned
silent_spreads = 3               # how far beyond its usual pauses a pause is unusual
learn_days = 8                   # days with rows before a source's rhythm is known
ended_days = 90                  # a source that is silent for longer has ended
duplicate_rate = 0.01            # rows left out as already there
late_days = 0                    # how much older than what its source has brought a row may be
late_rate = 0.005                # rows that came later than that
late_file_rate = 0.2             # a file with more of its days' rows is a part of its own
quarantine_rate = 0              # rows in quarantine: amber above this,
quarantine_red_rate = 0.1        # red above this
unmatched_rate = 0.002           # rows or money under a name that nobody knows
unsourced_rate = 0.5             # conversions without touch and declared channel
match_rate = 0.8                 # conversions that name somebody, at least
waiting_hours = 24               # how long a load may wait for a refresh
free_mb = 500                    # space left on the disk
tolerance = 0.01                 # difference to what another system states
platform_kinds = ["signup", "lead", "order"]            # what platforms and web analytics claim
media_accounts = ["media", "advertising", "paid_media"] # accounts of the ledger with media spend
tax_rates = [0.07, 0.19, 0.20, 0.21, 0.22, 0.23, 0.25]  # differences that are named as tax

[schedule]                       # what the site's worker does by itself
refresh_minutes = 0              # 0 for never

# [[watch]]                      # `northing watch` loads new files of a folder or object store
# at = "inbox"                   # or "s3://bucket/path"; credentials stand in the environment
# pattern = "*.csv"
# every_minutes = 60

# [accounts."google_ads/123-456-7890"]   # currency and time zone of a source's account
# currency = "USD"
# time_zone = "America/New_York"

# metrics of your own stand in metrics/NAME.toml beside this file, or here as [metrics.NAME]
"""


def settings_text(
    name: str,
    *,
    currency: str = "EUR",
    time_zone: str = "UTC",
    fiscal_year_start: int = 1,
    journeys: str = "person",
) -> str:
    """The text of a new `northing.toml`, explained line by line."""

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    text = TEMPLATE.format(
        name=quoted(name),
        currency=quoted(currency),
        time_zone=quoted(time_zone),
        fiscal_year_start=fiscal_year_start,
        journeys=quoted(journeys),
    )
    parse_settings(tomllib.loads(text))
    return text
