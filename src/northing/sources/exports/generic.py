"""Any table whose headings are the canonical names or their synonyms."""

from northing.sources.export import Export

ENTRY = Export(
    title="Any table",
    place="any system; name the columns as in the contracts, or give a mapping",
    source=None,
    tables=(),
)
