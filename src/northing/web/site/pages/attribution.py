"""Attribution: who was present where revenue came from."""

from northing.web.site.page import Page

ENTRY = Page(
    title="Attribution",
    question="What touched revenue? Credit says who was present, not what was caused.",
    path="attribution/",
    permission="see_measures",
    group="Measure",
    order=30,
    filters=("kind", "rule", "by", "period"),
)
