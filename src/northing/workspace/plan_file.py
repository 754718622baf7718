"""The plan beside the settings: what a refresh publishes and the command line reads.

A site keeps the plan in its database and writes this file at every change; where there is no
site, the file is the plan.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from northing.errors import BadFile
from northing.lake import storage_errors
from northing.plan import Plan, read_plan, write_plan

FILE_NAME = "plan.yaml"


def read_plan_file(folder: Path) -> Plan:
    """The plan of a workspace; an empty one where there is no file.

    Raises:
        BadFile, BadInput: If the file is not a plan.
    """
    path = folder / FILE_NAME
    return read_plan(path) if path.is_file() else Plan()


def write_plan_file(folder: Path, plan: Plan) -> None:
    """Keep the plan of a workspace; the file is there whole or not at all."""
    path = folder / FILE_NAME
    making = path.with_name(f"{FILE_NAME}.{os.getpid()}.tmp")
    with storage_errors("keeping the plan"):
        with making.open("w", encoding="utf-8") as file:
            file.write(write_plan(plan))
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)


def plan_text(folder: Path) -> str:
    """The file as it stands; empty where there is none.

    Raises:
        BadFile: If it is not UTF-8 text.
    """
    path = folder / FILE_NAME
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except UnicodeDecodeError:
        raise BadFile(f"{path.name} is not UTF-8 text.") from None


def digest_of_plan(text: str) -> str:
    """What tells one plan's text from another's; empty for no plan."""
    return hashlib.sha256(text.encode()).hexdigest()[:20] if text.strip() else ""
