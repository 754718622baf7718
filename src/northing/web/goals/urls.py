"""Addresses that are not pages of the catalogue."""

from __future__ import annotations

from django.urls import path

from northing.web.goals.views import key_results, objectives, working

urlpatterns = [
    path("objectives/new", objectives.new_objective, name="objective-new"),
    path("objectives/rights", working.add_right, name="right-add"),
    path("objectives/<slug:key>/edit", objectives.edit_objective, name="objective-edit"),
    path("objectives/<slug:key>/funding", objectives.agree_funding, name="objective-funding"),
    path(
        "objectives/<slug:key>/key-results/new", key_results.new_key_result, name="key-result-new"
    ),
    *(
        path(
            f"{address}/<slug:key>/issues", working.raise_issue, {"of": kind}, name=f"{kind}-issue"
        )
        for address, kind in (("objectives", "objective"), ("plan/initiatives", "initiative"))
    ),
    path("objectives/<slug:key>/responsibilities", working.answer_for, name="answer-for"),
    path("key-results/<slug:key>/edit", key_results.edit_key_result, name="key-result-edit"),
    path("key-results/<slug:key>/check-in", key_results.check_in, name="check-in"),
    path("key-results/<slug:key>/report", key_results.report, name="key-result-report"),
    path("issues/<slug:key>/", working.show_issue, name="issue"),
    path("issues/<slug:key>/close", working.settle_issue, {"how": "close"}, name="issue-close"),
    path(
        "issues/<slug:key>/escalate",
        working.settle_issue,
        {"how": "escalate"},
        name="issue-escalate",
    ),
    path("plan/<slug:kind>/<slug:key>/take-out", working.take_out, name="take-out"),
]
