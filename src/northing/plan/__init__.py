"""The plan: objectives, key results, initiatives, money and who answers for them, as values.

>>> from northing.plan import KINDS
>>> "objective" in KINDS, "budget_line" in KINDS
(True, True)
"""

from northing.plan.kind import KINDS, Kind
from northing.plan.plan import Plan
from northing.plan.records import read_record, record_of
from northing.plan.yaml import read_plan, write_plan

__all__ = ["KINDS", "Kind", "Plan", "read_plan", "read_record", "record_of", "write_plan"]
