"""Who was present: credit for conversions by rule, journeys, and Markov removal effects."""

from northing.attribution.attribute import attribute
from northing.attribution.attribution import Amount, Attribution, Credit, gather_credit
from northing.attribution.estimates import Estimates, estimate, intervals
from northing.attribution.journey import Journey, JourneyTouch, journey_of
from northing.attribution.journeys import JourneyStatistics, fold_journeys
from northing.attribution.log import Log, journey_log
from northing.attribution.markov import Markov, solve_markov
from northing.attribution.paths import attribute_paths
from northing.attribution.rule import RULES, Rule, rule_kernel
from northing.attribution.solving import Counts, Shares, by_deletion
from northing.attribution.split import split_credit, split_estimates
from northing.attribution.statistics import (
    Statistics,
    additive_rules,
    fold_log,
    fold_statistics,
)

__all__ = [
    "RULES",
    "Amount",
    "Attribution",
    "Counts",
    "Credit",
    "Estimates",
    "Journey",
    "JourneyStatistics",
    "JourneyTouch",
    "Log",
    "Markov",
    "Rule",
    "Shares",
    "Statistics",
    "additive_rules",
    "attribute",
    "attribute_paths",
    "by_deletion",
    "estimate",
    "fold_journeys",
    "fold_log",
    "fold_statistics",
    "gather_credit",
    "intervals",
    "journey_log",
    "journey_of",
    "rule_kernel",
    "solve_markov",
    "split_credit",
    "split_estimates",
]
