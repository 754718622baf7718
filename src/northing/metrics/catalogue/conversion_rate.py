"""Conversion rate of the site."""

from northing.metrics.metric import Metric, Term, Variant

ENTRY = Metric(
    title="Conversion rate",
    family="customer experience",
    definition=(
        "Conversions that web analytics counts ÷ sessions, over the sources that count both."
    ),
    unit="fraction",
    good="up",
    grain="day × channel × device",
    numerator=(Term("session_conversions"),),
    trap=(
        "What analytics counts as a conversion is set there, and a session with two counts two. "
        "Sessions without consent are missing below."
    ),
    source="Northing's methods, section 2: conversion_rate.",
    denominator=(Term("sessions_with_conversions"),),
    variant="analytics",
    variants={
        "journeys": Variant(
            definition=(
                "Conversions of the chosen kind ÷ sessions; by channel or campaign, conversions "
                "as credited by the rule."
            ),
            numerator=(Term("conversions", credit="when split"),),
            denominator=(Term("sessions"),),
            trap=(
                "Above stand conversions of the log, below sessions of web analytics: the two do "
                "not see the same people, and a deal is won in no session."
            ),
        ),
    },
)
