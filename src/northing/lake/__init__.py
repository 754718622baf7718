"""The lake: versioned Delta tables in a folder, and the records that publish them.

A table has versions; a snapshot record names one version of each. The record is created once,
last and whole, and that creation is the commit: what no record names was never published.
"""

from northing.lake.records import create_record, list_records, read_record, storage_errors
from northing.lake.snapshot import Snapshot, Snapshots
from northing.lake.store import Lake
from northing.lake.writing import Writing

__all__ = [
    "Lake",
    "Snapshot",
    "Snapshots",
    "Writing",
    "create_record",
    "list_records",
    "read_record",
    "storage_errors",
]
