"""Spreadsheets of a plan: out, edited by people, and in again.

>>> from northing.plan import Plan
>>> from northing.plan.sheets import read_sheet, write_sheet
>>> read_sheet(write_sheet(Plan.of([]), "initiative"), "plan.xlsx", Plan.of([])).kind
'initiative'
"""

from northing.plan.sheets.form import FORMS
from northing.plan.sheets.read import read_sheet
from northing.plan.sheets.reading import Reading, replaced
from northing.plan.sheets.write import write_sheet

__all__ = ["FORMS", "Reading", "read_sheet", "replaced", "write_sheet"]
