"""The known exports, one file each; `generic` stands for files with headings of their own."""

from northing.catalog import Catalog
from northing.sources.export import Export

EXPORTS: Catalog[Export] = Catalog("northing.sources.exports", "export", Export)

__all__ = ["EXPORTS", "Export"]
