"""Declared: the channel that the form, the CRM or the customer named."""

from northing.attribution.rule import Rule

ENTRY = Rule(
    title="Declared",
    formula="All credit to the channel first declared with the conversion; no touches needed.",
    source="CRM original source; how-did-you-hear-about-us.",
    needs=("declaration",),
    trap="A CRM often writes the last touch; people name what they remember.",
)
