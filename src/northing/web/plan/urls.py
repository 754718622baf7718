"""Addresses that are not pages of the catalogue."""

from __future__ import annotations

from django.urls import path

from northing.web.plan.views import approvals, budget, campaigns, imports, initiatives

urlpatterns = [
    path("plan/initiatives/new", initiatives.new, name="new-initiative"),
    path("plan/initiatives/<slug:key>/edit", initiatives.edit, name="edit-initiative"),
    path("plan/initiatives/<slug:key>/remove", initiatives.take_out, name="remove-initiative"),
    path("plan/initiatives/<slug:key>/hand-offs/new", initiatives.promise, name="new-hand-off"),
    path("plan/hand-offs/<slug:key>/deliver", initiatives.deliver, name="deliver-hand-off"),
    path("plan/hand-offs/<slug:key>/decide", initiatives.decide, name="decide-hand-off"),
    path("plan/campaigns/link", campaigns.link, name="link-campaign"),
    path("plan/links/new", campaigns.tag, name="tag-link"),
    path("plan/sheets/<slug:kind>.xlsx", imports.sheet, name="plan-sheet"),
    path("plan/plan.yaml", imports.as_yaml, name="plan-yaml"),
    path("plan/import", imports.propose, name="propose-import"),
    path("plan/drafts/<int:draft>/apply", imports.apply, name="apply-draft"),
    path("plan/drafts/<int:draft>/put-aside", imports.put_aside, name="put-draft-aside"),
    path("budget/lines/new", budget.new, name="new-budget-line"),
    path("budget/lines/<slug:key>/edit", budget.edit, name="edit-budget-line"),
    path("budget/lines/<slug:key>/remove", budget.take_out, name="remove-budget-line"),
    path("budget/lines/<slug:key>/ask", approvals.ask, name="ask-money"),
    path("budget/shares", budget.agree_shares, name="set-shares"),
    path("approvals/<slug:key>/approve", approvals.approve, name="approve-money"),
    path("approvals/<slug:key>/decline", approvals.decline, name="decline-money"),
    path("approvals/<slug:key>/withdraw", approvals.withdraw, name="withdraw-money"),
    path("approvals/delegate", approvals.delegate, name="delegate"),
    path("approvals/delegations/<slug:key>/end", approvals.end_delegation, name="end-delegation"),
    path("approvals/limits/<slug:role>", approvals.limit, name="set-limit"),
]
