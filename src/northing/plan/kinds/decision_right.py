"""Decision rights: which role decides in which domain."""

from __future__ import annotations

from northing.plan.kind import Kind
from northing.plan.values import check_key, need, plan_value


@plan_value
class DecisionRight:
    """Who decides in a domain, and who must be asked before.

    Attributes:
        key: Its own.
        domain: Such as pricing, brand, media mix, data.
        decides: Role that decides.
        asks: Roles that are asked before.
    """

    key: str
    domain: str
    decides: str
    asks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_key(self.key)
        need(f"Decision right {self.key}", domain=self.domain, decides=self.decides)


ENTRY = Kind("decision right", "decision_rights", DecisionRight, order=9)
