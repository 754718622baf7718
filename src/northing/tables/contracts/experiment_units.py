"""Outcomes of experiments, by unit or aggregated."""

from northing.tables.contract import Column, Contract, Upsert

ENTRY = Contract(
    title="experiment × unit × date",
    columns=(
        Column("experiment_id", "text", required=True),
        Column("unit", "text", "Pseudonymous unit, region or arm.", required=True),
        Column("arm", "text", required=True),
        Column("date", "date", required=True),
        Column("units", "integer", minimum=0),
        Column("outcome", "number"),
        Column("outcome_squared", "number"),
        Column("covariate", "number"),
    ),
    load=Upsert(key=("experiment_id", "unit", "date")),
    at="date",
    delivered_by=("experiment_id",),
    continuous=False,
)
