"""Designs of experiments."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="one row an experiment",
    columns=(
        Column("experiment_id", "text", required=True),
        Column("name", "text", required=True),
        Column("kind", "text", "ab, geo, holdout …", required=True),
        Column("hypothesis", "text"),
        Column("metric", "text"),
        Column("channel", "channel"),
        Column("starts", "date", required=True, may_be_future=True),
        Column("ends", "date", may_be_future=True),
        Column("minimum_effect", "number"),
        Column("design", "json"),
    ),
    load=Upsert(key=("experiment_id",)),
    at="starts",
    continuous=False,
)
