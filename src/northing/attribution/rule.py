"""What an attribution rule is, and how a compiled one is called from the compiled walk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numba as nb
from numba.core import cgutils
from numba.extending import intrinsic

from northing.catalog import Catalog
from northing.errors import BadInput

if TYPE_CHECKING:
    from northing.attribution.solving import Counts, Shares

HALF_LIFE, DIRECT, LOOKBACK, FIRST_CHANNEL = 0, 1, 2, 3
"""Places in `params`: half-life in days, code of the direct channel (-1: none), lookback in
days; from the fourth on one weight for each channel, where a rule was given them."""

LEAD, OPPORTUNITY = 0, 1
"""Places in `milestones`: the touch that preceded the lead, the opportunity (-1: none)."""

Need = Literal["instants", "milestones", "declaration", "nulls"]

_SIGNATURE = nb.void(nb.f8[::1], nb.i4[::1], nb.i8[::1], nb.f8[::1], nb.f8[::1])


@dataclass(frozen=True)
class Rule:
    """One way of sharing out a conversion.

    A rule either weighs the touches of each journey (`weights`), or gives each channel its
    share of all credit from what was counted over all journeys (`solve`), or, with neither,
    takes the channel that was declared with the conversion.

    Attributes:
        title: As a marketer calls it.
        formula: In words.
        source: Who defined it.
        weights: Compiled with `rule_kernel`; fills `out` with weights that sum to one.
        solve: Shares by channel from `Counts`; see `by_deletion` for a function of one table.
        statistic: What it is solved from: transitions between channels, or sets of channels.
        order: How many channels a state of the transitions remembers.
        needs: What it uses besides the order of the touches.
        trap: What it is known to get wrong.
    """

    title: str
    formula: str
    source: str
    weights: Any = None
    solve: Callable[[Counts], Shares] | None = None
    statistic: Literal["transitions", "sets"] = "transitions"
    order: Literal[1, 2, 3] = 1
    needs: tuple[Need, ...] = ()
    trap: str = ""

    def __post_init__(self) -> None:
        if self.weights is not None and self.solve is not None:
            raise BadInput(f"Rule {self.title!r} has weights and solve; expected one of them.")

    @property
    def additive(self) -> bool:
        """Whether its credit can be summed over people, periods and groups."""
        return self.solve is None


RULES: Catalog[Rule] = Catalog("northing.attribution.rules", "rule", Rule)


def rule_kernel(weights: Callable[..., None]) -> Any:
    """Compile a rule's weights.

    The function is called once for each journey with at least one touch, as
    `weights(ages_days, channels, milestones, params, out)`: how many days before the
    conversion each touch was, oldest first; the touches' channels as codes; the positions of
    the touches that preceded the lead and the opportunity, -1 where there is none; see
    `HALF_LIFE` and its neighbours for `params`. It fills `out`, one weight a touch.

    Examples:
        >>> @rule_kernel
        ... def weights(ages_days, channels, milestones, params, out):
        ...     out[:] = 1.0 / out.size
        >>> ENTRY = Rule(title="Linear", formula="1/n each", source="…", weights=weights)
        >>> ENTRY.additive
        True
    """
    compiled = nb.njit(nogil=True, error_model="numpy")(weights)
    with contextlib.suppress(RuntimeError):  # typed at a prompt: there is no file to cache beside
        compiled.enable_caching()
    return compiled


@cache
def address_of(weights: Any) -> int:
    """Return where a rule's machine code starts, compiling it if need be.

    The walk is compiled once and cached on disk; rules reach it as addresses, so that a rule
    from outside the package costs no recompilation.
    """
    if _SIGNATURE.args not in weights.overloads:
        weights.compile(_SIGNATURE)
    compiled = weights.overloads[_SIGNATURE.args]
    address: int = compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)
    return address


def _call_weights(
    _typing: Any, _address: Any, ages: Any, channels: Any, milestones: Any, params: Any, out: Any
) -> Any:
    """Inside compiled code: call the rule whose machine code starts at `address`."""
    signature = nb.void(nb.i8, ages, channels, milestones, params, out)
    kinds = signature.args[1:]

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        convention = context.call_conv
        function = convention.get_function_type(nb.none, kinds)
        pointer = builder.inttoptr(args[0], function.as_pointer())
        status, _ = convention.call_function(builder, pointer, nb.none, kinds, args[1:])
        with cgutils.if_unlikely(builder, status.is_error):  # type: ignore[no-untyped-call]
            convention.return_status_propagate(builder, status)
        return context.get_dummy_value()

    return signature, generate


call_weights: Any = intrinsic(_call_weights)
