"""Reading anyone's files: what each is, how its columns are read, and its rows, typed."""

from northing.sources.export import Export
from northing.sources.exports import EXPORTS
from northing.sources.folder import FolderPlan, Planned, plan_folder
from northing.sources.limits import COMMAND_LINE, UPLOAD, WATCHED, Limits
from northing.sources.mapping import Answers, ColumnRule, Mapping, TableMapping, load_mapping
from northing.sources.mapping_text import mapping_text, rule_values
from northing.sources.peek import Peek, peek_file
from northing.sources.read import named_files, read_file
from northing.sources.reading import ColumnMatch, Layout, ReadDefaults, Reading, Rows

__all__ = [
    "COMMAND_LINE",
    "EXPORTS",
    "UPLOAD",
    "WATCHED",
    "Answers",
    "ColumnMatch",
    "ColumnRule",
    "Export",
    "FolderPlan",
    "Layout",
    "Limits",
    "Mapping",
    "Peek",
    "Planned",
    "ReadDefaults",
    "Reading",
    "Rows",
    "TableMapping",
    "load_mapping",
    "mapping_text",
    "named_files",
    "peek_file",
    "plan_folder",
    "read_file",
    "rule_values",
]
