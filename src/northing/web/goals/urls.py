"""Addresses that are not pages of the catalogue."""

from __future__ import annotations

from django.urls import path

from northing.web.goals import views

urlpatterns = [
    path("objectives/new", views.new_objective, name="objective-new"),
    path("objectives/rights", views.add_right, name="right-add"),
    path("objectives/<slug:key>/edit", views.edit_objective, name="objective-edit"),
    path("objectives/<slug:key>/funding", views.agree_funding, name="objective-funding"),
    path("objectives/<slug:key>/key-results/new", views.new_key_result, name="key-result-new"),
    path("objectives/<slug:key>/issues", views.raise_issue, name="issue-raise"),
    path("objectives/<slug:key>/responsibilities", views.answer_for, name="answer-for"),
    path("key-results/<slug:key>/edit", views.edit_key_result, name="key-result-edit"),
    path("key-results/<slug:key>/check-in", views.check_in, name="check-in"),
    path("key-results/<slug:key>/report", views.report, name="key-result-report"),
    path("issues/<slug:key>/", views.show_issue, name="issue"),
    path("issues/<slug:key>/close", views.settle_issue, {"how": "close"}, name="issue-close"),
    path(
        "issues/<slug:key>/escalate", views.settle_issue, {"how": "escalate"}, name="issue-escalate"
    ),
    path("plan/<slug:kind>/<slug:key>/take-out", views.take_out, name="take-out"),
]
