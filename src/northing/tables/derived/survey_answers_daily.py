"""Answers to the questions whose scale is known, each day."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × survey × wave × question",
    columns=(
        Column("date", "date", required=True),
        Column("survey", "text", required=True),
        Column("wave", "text"),
        Column("question", "text", "nps, csat, ces, or a share asked of a sample.", required=True),
        Column("answers", "integer", "Answers on the scale.", required=True),
        Column(
            "off_scale", "integer", "Answers off the scale: they are not answers.", required=True
        ),
        Column("top", "integer", "Promoters, satisfied, yes.", required=True),
        Column("bottom", "integer", "Detractors, of a question that has them.", required=True),
        Column("net", "integer", "Top less bottom.", required=True),
        Column("extremes", "integer", "Top and bottom together.", required=True),
        Column("weight", "number", "Sum of the weights; 1 where none is given.", required=True),
        Column("weight_squares", "number", required=True),
        Column("top_weight", "number", required=True),
    ),
    made_from=("surveys",),
)
