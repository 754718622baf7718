"""What a section is built from: the workspace at one snapshot, as a role may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from northing.calendar import Calendar, Period, parse_period
from northing.errors import Unknown
from northing.shelf import Shelf
from northing.web.accounts.scope import Scope
from northing.web.site.version import SiteNow

if TYPE_CHECKING:
    from northing.lake import Snapshot
    from northing.metrics import Metric
    from northing.plan import Plan
    from northing.web.accounts.models import User
    from northing.web.measure.workspace import SiteWorkspace
    from northing.web.plan.store import Stored
    from northing.workspace.settings import Settings


@dataclass(frozen=True)
class PageContext:
    """One look at a page.

    Attributes:
        page: Key of the page.
        workspace: The workspace.
        snapshot: The published snapshot that is shown; None where nothing is published yet.
        scope: What may be seen.
        arguments: The objects that the address names.
        query: Parameters of the address, each with its values.
        filters: The values of the page's filters.
        user: Who looks; None while something is made that many share.
        now: The site's own data, read once: all of a look speaks of the same plan.
    """

    page: str
    workspace: SiteWorkspace
    snapshot: Snapshot | None
    scope: Scope
    arguments: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    user: User | None = None
    now: SiteNow = field(default_factory=SiteNow, compare=False, repr=False)

    @cached_property
    def settings(self) -> Settings:
        """The settings in force at the snapshot."""
        from northing.workspace.settings import Settings

        if self.snapshot is None:
            return self.workspace.settings
        return Settings.from_record(self.snapshot.settings)

    @property
    def currency(self) -> str:
        return self.settings.currency

    @property
    def as_of(self) -> date:
        """The newest complete day of the data."""
        return self.snapshot.as_of if self.snapshot is not None else date.today()

    @cached_property
    def calendar(self) -> Calendar:
        """The reporting calendar."""
        one = self.settings
        return Calendar(one.time_zone, one.fiscal_year_start, one.week_start)

    @cached_property
    def period(self) -> Period:
        """The chosen period."""
        from northing.web.site.filters import default_period

        text = self.filters.get("period") or default_period(self)
        return parse_period(text, self.calendar, self.as_of)

    @cached_property
    def compare(self) -> Period | None:
        """The period to compare with, as the filter says."""
        from northing.web.measure.comparison import period_before

        return period_before(self.period, self.filters.get("compare", "none"))

    @property
    def compare_label(self) -> str:
        """The period of comparison in words."""
        words = {"year": "a year before", "previous": "the period before"}
        return words.get(self.filters.get("compare", "none"), str(self.compare))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of conversion that the snapshot holds."""
        return self.workspace.kinds(self.snapshot) if self.snapshot is not None else ()

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """The catalogue, and the workspace's own metrics as the snapshot has them."""
        from northing.metrics import METRICS
        from northing.workspace.measuring import metrics_of

        return METRICS if self.snapshot is None else metrics_of(self.workspace, self.snapshot)

    def metric(self, name: str) -> Metric:
        """One of the metrics.

        Raises:
            Unknown: If there is none of that name.
        """
        if name not in self.metrics:
            raise Unknown("metric", name, self.metrics)
        return self.metrics[name]

    @property
    def stored(self) -> Stored:
        """The whole plan; for computing, since a limited role is shown `plan`."""
        return self.now.stored

    @cached_property
    def plan(self) -> Plan:
        """The plan as far as whoever looks may see it."""
        from northing.web.plan.selectors import plan_for

        return plan_for(self.scope, self.stored)

    @property
    def workspace_version(self) -> str:
        """Another one whenever what sections show beside the snapshot has changed."""
        return self.now.version

    @cached_property
    def shared(self) -> PageContext:
        """The same look by nobody in particular, for what many share."""
        return replace(self, user=None) if self.user is not None else self

    def link(self, page: str, /, *, keep: bool = True, **values: Any) -> str:
        """The address of a page: its objects and filters by name.

        Filters that both pages have stay as they are, unless `keep` is false.
        """
        from northing.web.site.page import PAGES

        target = PAGES[page]
        arguments = {name: value for name, value in values.items() if f":{name}>" in target.path}
        kept = dict(self.stated) if keep else {}
        chosen = {**kept, **{k: v for k, v in values.items() if k not in arguments}}
        query = {
            name: value
            for name, value in chosen.items()
            if value is not None and (name in target.filters or name == "asof")
        }
        return with_query(address_of(page, tuple(arguments.items())), self.encoded(query))

    def encoded(self, query: Mapping[str, Any]) -> str:
        """Parameters as an address has them; the links of a page share most of theirs."""
        key = tuple(query.items())
        if key not in self._encoded:
            self._encoded[key] = urlencode(query)
        return self._encoded[key]

    @cached_property
    def _encoded(self) -> dict[tuple[tuple[str, Any], ...], str]:
        return {}

    @cached_property
    def stated(self) -> Mapping[str, str]:
        """The filters that the address states, defaults left out."""
        return {name: values[0] for name, values in self.query.items() if values and values[0]}


def with_query(address: str, encoded: str) -> str:
    """An address with parameters, if there are any."""
    return f"{address}?{encoded}" if encoded else address


def address_of(name: str, arguments: tuple[tuple[str, Any], ...]) -> str:
    """The address of a page or an export, by the name that the addresses give it."""
    # A page has hundreds of links, most of them to the same places.
    return _ADDRESSES.get((name, arguments), lambda: reverse(name, kwargs=dict(arguments)))


_ADDRESSES: Shelf[str] = Shelf(20_000)
