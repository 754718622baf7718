"""Who may see and do what, written by hand; `test_matrix.py` asks the site and compares.

This table is the expectation, not a copy of the code: it is written from the design, never from
what the site answers. A new page, section or address fails the test until it has a line here. Ask
yourself, of each role, whether it *should* see it, then write that down.

Everybody: owner, analyst, planner, finance, executive, lead, viewer, board, agency, and

- seer: an analyst who may see personal data,
- german: a lead whose role is limited to Germany,
- outsider: signed in, without a role,
- stranger: not signed in.

Whoever a line does not name is told that there is no such page (404); a stranger is sent to sign
in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EVERYBODY = (
    "owner", "analyst", "planner", "finance", "executive", "lead", "viewer", "board", "agency",
    "seer", "german", "outsider", "stranger",
)  # fmt: skip

# Groups of people that many lines name.
READERS = "owner analyst planner finance executive lead viewer seer german"
MEASURERS = f"{READERS} agency"
WHOLE = "owner analyst planner finance executive lead viewer seer"  # those without limits
DATA = "owner analyst planner finance seer"
LOADERS = "owner analyst seer"
SIGNED_IN = "owner analyst planner finance executive lead viewer board agency seer german outsider"

NO_EXPORT = frozenset({"viewer", "board"})
"""Those who may take out nothing, whatever they see."""


@dataclass(frozen=True)
class Seen:
    """Who sees a page or a section.

    Attributes:
        by: Those who see it.
        take: Those for whom an export of the section holds a table. Others who see it have nothing
            to take out (404), and those who may never export are refused (403).
        at: The page's address where it names an object; `{…}` is one of the test's objects.
    """

    by: str
    take: str = ""
    at: str = ""


@dataclass(frozen=True)
class Ask:
    """An address that is no page.

    Attributes:
        route: Its route, as the URL resolver spells it.
        method: GET or POST.
        at: The address that is asked; `{…}` is one of the test's objects.
        answers: Status by who asks, several names at once.
        form: What is posted.
        writes: Whether it changes the workspace, so that the test takes one of its own.
    """

    route: str
    method: str
    at: str
    answers: Mapping[str, int]
    form: Mapping[str, str] = field(default_factory=dict)
    writes: bool = False


PAGES: Mapping[str, Seen] = {
    "home": Seen(READERS),
    # Goals are the company's: an agency sees its own campaigns, the board its packs.
    "alignment": Seen(READERS),
    "objectives": Seen(READERS),
    "objective": Seen(READERS, at="objectives/{objective}/"),
    "key_result": Seen(READERS, at="key-results/{key_result}/"),
    # An agency sees the plan of its own initiatives, and nobody's money.
    "plan": Seen(MEASURERS),
    "initiative": Seen(MEASURERS, at="plan/initiatives/spring/"),
    "campaign": Seen(MEASURERS, at="campaigns/{campaign}/"),
    "draft": Seen("planner", at="plan/drafts/{draft}/"),  # nobody sees what another brought in
    "budget": Seen(READERS),
    "budget_line": Seen(WHOLE, at="budget/lines/spring-search/"),  # of all countries
    "approvals": Seen(READERS),
    "metrics": Seen(MEASURERS),
    "metric": Seen(MEASURERS, at="metrics/roas/"),
    "rows": Seen(MEASURERS, at="rows/spend/"),
    "attribution": Seen(MEASURERS),
    "journeys": Seen(READERS),
    "journey": Seen("seer", at="journeys/{deal}/"),
    "definitions": Seen(READERS),
    "definition": Seen(READERS, at="definitions/sourced_pipeline/"),
    "data": Seen(DATA),
    "drop": Seen(LOADERS, at="data/uploads/{drop}/"),
    "file": Seen(LOADERS, at="data/files/{file}/"),
    "runs": Seen(DATA),
    "people": Seen("owner"),
    "audit": Seen("owner"),
}

_TAKE = "owner analyst planner finance executive lead seer"  # whole figures, as a file

SECTIONS: Mapping[str, Seen] = {
    "home_standing": Seen(READERS, f"{_TAKE} german"),
    "home_exceptions": Seen(READERS, f"{_TAKE} german"),
    "home_course": Seen(READERS, f"{_TAKE} german"),
    "home_unaligned": Seen(READERS, _TAKE),
    # What waits for whoever looks: in the tests for the owner and for who answers for awareness.
    "home_needs": Seen(READERS, "owner lead"),
    "home_team": Seen(READERS),  # nobody of the tests is of a team that is handed something
    # Shares are of all the company's money: who sees one country of it sees none.
    "alignment_index": Seen(READERS, _TAKE),
    "alignment_table": Seen(READERS, _TAKE),
    "alignment_chart": Seen(READERS, _TAKE),
    "alignment_none": Seen(READERS, _TAKE),
    "alignment_orphans": Seen(READERS, _TAKE),
    "alignment_horizon": Seen(READERS, _TAKE),
    "alignment_tree": Seen(READERS, _TAKE),
    "alignment_matrix": Seen(READERS, _TAKE),
    "alignment_kpi_map": Seen(READERS, f"{_TAKE} german"),
    "objectives_tree": Seen(READERS, f"{_TAKE} german"),
    "objectives_new": Seen("owner"),
    "objectives_issues": Seen(READERS, f"{_TAKE} german"),
    "objectives_rights": Seen(READERS, f"{_TAKE} german"),
    "objective_summary": Seen(READERS),
    "objective_key_results": Seen(READERS, f"{_TAKE} german"),
    "objective_initiatives": Seen(READERS, f"{_TAKE} german"),
    "objective_issues": Seen(READERS, f"{_TAKE} german"),
    "objective_responsibilities": Seen(READERS, f"{_TAKE} german"),
    "objective_money": Seen(READERS, _TAKE),
    "objective_history": Seen(READERS, f"{_TAKE} german"),
    "key_result_standing": Seen(READERS, f"{_TAKE} german"),
    # It is about all countries: who sees one sees no course of it.
    "key_result_course": Seen(READERS, _TAKE),
    "key_result_parts": Seen(READERS),  # no team shares the key result of the tests
    "key_result_check_ins": Seen(READERS, f"{_TAKE} german"),
    "key_result_actions": Seen(READERS),
    "plan_standing": Seen(MEASURERS, f"{_TAKE} german agency"),
    "plan_timeline": Seen(MEASURERS, f"{_TAKE} german agency"),
    "plan_initiatives": Seen(MEASURERS, f"{_TAKE} german agency"),
    "plan_reach": Seen(MEASURERS, f"{_TAKE} german agency"),
    "plan_due": Seen(MEASURERS, f"{_TAKE} german agency"),
    "plan_unmatched": Seen(MEASURERS, f"{_TAKE} german"),  # of no initiative, so of no agency
    "plan_link": Seen(MEASURERS),
    "plan_actions": Seen(MEASURERS),
    "initiative_facts": Seen(MEASURERS, f"{_TAKE} german agency"),
    "initiative_work": Seen(MEASURERS, f"{_TAKE} german agency"),
    "initiative_money": Seen(READERS, _TAKE),  # its lines are of all countries
    "initiative_campaigns": Seen(MEASURERS, f"{_TAKE} german agency"),
    "initiative_contribution": Seen(MEASURERS, f"{_TAKE} german agency"),
    "initiative_hand_offs": Seen(MEASURERS, f"{_TAKE} german agency"),
    "initiative_actions": Seen(MEASURERS),
    "initiative_history": Seen(MEASURERS, f"{_TAKE} german"),
    "initiative_issues": Seen(MEASURERS, f"{_TAKE} german agency"),
    "campaign_facts": Seen(MEASURERS, f"{_TAKE} german agency"),
    "campaign_link": Seen(MEASURERS),
    "campaign_results": Seen(MEASURERS, f"{_TAKE} german agency"),
    "campaign_contribution": Seen(MEASURERS, f"{_TAKE} german agency"),
    "campaign_benchmark": Seen(MEASURERS, f"{_TAKE} german agency"),
    "draft_differences": Seen("planner", "planner"),
    "budget_standing": Seen(READERS, f"{_TAKE} german"),
    "budget_months": Seen(READERS, f"{_TAKE} german"),
    "budget_pacing": Seen(READERS, f"{_TAKE} german"),
    "budget_lines": Seen(READERS, f"{_TAKE} german"),
    "budget_balance": Seen(READERS, f"{_TAKE} german"),
    "budget_ledger": Seen(READERS, _TAKE),  # the ledger parts no countries
    "budget_actions": Seen(READERS),
    "budget_line_facts": Seen(WHOLE, _TAKE),
    "budget_line_months": Seen(WHOLE, _TAKE),
    "budget_line_actions": Seen(WHOLE),
    "budget_line_requests": Seen(WHOLE, _TAKE),
    "budget_line_history": Seen(WHOLE, _TAKE),
    "approvals_mine": Seen(READERS),  # no request waits in the tests
    "approvals_waiting": Seen(READERS, f"{_TAKE} german"),
    "approvals_limits": Seen(READERS, f"{_TAKE} german"),
    "approvals_delegations": Seen(READERS, f"{_TAKE} german"),
    "approvals_settings": Seen("owner finance executive"),
    "approvals_decided": Seen(READERS, f"{_TAKE} german"),
    "metrics_list": Seen(MEASURERS, f"{_TAKE} german agency"),
    "metric_value": Seen(MEASURERS, f"{_TAKE} german agency"),
    "metric_plan": Seen(MEASURERS),  # the tests plan nothing on the metric that is asked for
    "metric_split": Seen(MEASURERS, f"{_TAKE} german agency"),
    "metric_definition": Seen(MEASURERS),
    "metric_lineage": Seen(MEASURERS, f"{_TAKE} german agency"),
    "rows_table": Seen(MEASURERS, f"{_TAKE} german agency"),
    # Credit is shared out among all: who sees only a part of the company sees none of its rest.
    "attribution_credit": Seen(MEASURERS, f"{_TAKE} german agency"),
    "attribution_rules": Seen(MEASURERS, _TAKE),
    "attribution_concentration": Seen(MEASURERS, _TAKE),
    "attribution_leads": Seen(MEASURERS, _TAKE),
    "attribution_waste": Seen(MEASURERS, _TAKE),
    "journeys_summary": Seen(READERS, _TAKE),
    "journeys_paths": Seen(READERS, _TAKE),
    "journeys_ends": Seen(READERS, _TAKE),
    "journeys_deals": Seen("seer", "seer"),
    "journey_touches": Seen("seer", "seer"),
    "definitions_list": Seen(READERS, f"{_TAKE} german"),
    "definition_ways": Seen(READERS, f"{_TAKE} german"),
    "definition_lock": Seen(READERS),
    "data_sources": Seen(DATA, DATA),
    "data_health": Seen(DATA, DATA),
    "data_loads": Seen(DATA, DATA),
    "data_match_rates": Seen(DATA, DATA),
    "data_quarantine": Seen(DATA),  # the company of the tests has none
    "data_agreement": Seen(DATA, DATA),
    "data_currencies": Seen(DATA, DATA),
    "data_upload": Seen(LOADERS),
    "drop_files": Seen(LOADERS),
    "file_reading": Seen(LOADERS),
    "data_refresh": Seen(LOADERS),
    "runs_list": Seen(DATA, DATA),
    "runs_erase": Seen("owner"),
    "people_list": Seen("owner", "owner"),
    "people_invite": Seen("owner"),
    "people_roles": Seen("owner", "owner"),
    "audit_entries": Seen("owner", "owner"),
}

_INITIATIVE = {
    "title": "Spring push",
    "kind": "campaign",
    "state": "live",
    "owner": "planner@example.com",
    "starts": "2026-03-01",
    "ends": "2026-05-31",
    "contributions": "grow | 100",
    "version": "1",
    "reason": "It began.",
}
_LINE = {
    "title": "Search in spring",
    "owner": "planner@example.com",
    "category": "media",
    "initiative": "spring",
    "bet": "proven",
    "currency": "EUR",
    "planned-2026-03": "1200",
    "version": "1",
    "reason": "Clicks are dearer.",
}
_LINK = {
    "initiative": "spring",
    "url": "https://example.com/offer",
    "source": "newsletter",
    "medium": "email",
    "name_audience": "founders",
    "name_country": "de",
    "name_month": "2026-03",
}
_PLANS = "owner planner"
_READS = "analyst finance executive lead viewer agency seer german"
"""Those who see the plan and do not plan it; board, outsider and stranger see nothing of it."""
_READS_MONEY = "analyst finance executive lead viewer seer german"

ACCOUNT = {SIGNED_IN: 200, "stranger": 302}
OPEN = {SIGNED_IN: 200, "stranger": 200}
_ONLY_POST = {SIGNED_IN: 405, "stranger": 405}
_INVITED = {"email": "new@example.com", "role": "viewer"}
_REST = "planner finance executive lead viewer board agency german outsider"
_REFRESHERS = {LOADERS: 302, _REST: 403}
_ERASE = {"identifier": "nobody@example.com", "reason": "They asked.", "sure": "yes"}
_WATCHERS = "planner finance"
_NONE = "00000000-0000-0000-0000-000000000000"
_ROLE = "people/<int:person>/role"
_SSO = "accounts/oidc/^(?P<provider_id>[^/]+)/login/"
_PROPOSAL = "definitions/proposals/<int:proposal>"

_NOT_OWNER = "analyst planner finance executive lead viewer seer german"
_OBJECTIVE = {
    "title": "Grow",
    "level": "marketing",
    "owner": "owner@example.com",
    "family": "growth",
    "horizon": "short",
    "state": "active",
    "version": "1",
    "reason": "The market moved.",
}
_KEY_RESULT = {
    "title": "More leads",
    "metric": "leads",
    "kind": "count",
    "target": "100",
    "better": "up",
    "starts": "2026-01-01",
    "due": "2026-12-31",
    "owner": "lead@example.com",
    "commitment": "committed",
    "leads": "leading",
    "version": "1",
    "reason": "The market moved.",
}
_ISSUE = {"title": "Stuck", "owner": "a@b.c", "due": "2026-12-31", "escalate_to": "owner"}
_REPORTED = {
    "on": "2026-06-30",
    "value": "5",
    "document": "Report",
    "signatory": "a@b.c",
    "version": "1",
}

ASKS: tuple[Ask, ...] = (
    Ask("health", "GET", "health", OPEN),
    # People: for others than owners the addresses do not exist.
    Ask("people/invite", "POST", "people/invite", {"owner": 200}, _INVITED),
    Ask("people/invite", "POST", "people/invite", {"owner": 422}, {"email": "no address"}),
    Ask("people/invite", "GET", "people/invite", _ONLY_POST),
    Ask("people/<int:person>/invite", "POST", "people/{person}/invite", {"owner": 200}),
    Ask("people/<int:person>/invite", "POST", "people/0/invite", {}),
    Ask(_ROLE, "GET", "people/{person}/role", {"owner": 200}),
    Ask(_ROLE, "POST", "people/{person}/role", {"owner": 302}, {"role": "lead"}),
    Ask(_ROLE, "POST", "people/{person}/role", {"owner": 422}, {"role": "king"}),
    Ask(_ROLE, "POST", "people/{owner}/role", {"owner": 403}, {"role": "lead"}),
    Ask(_ROLE, "GET", "people/0/role", {}),
    Ask("people/<int:person>/remove", "POST", "people/{person}/remove", {"owner": 302}),
    Ask("people/<int:person>/remove", "POST", "people/{owner}/remove", {"owner": 403}),
    Ask("people/<int:person>/remove", "POST", "people/0/remove", {}),
    # Coming in.
    Ask("accounts/link/<str:token>", "GET", "accounts/link/x", {"stranger": 404}),
    Ask("accounts/link/<str:token>", "POST", "accounts/link/x", {"stranger": 404}),
    Ask("accounts/password/choose/", "GET", "accounts/password/choose/", {SIGNED_IN: 302}),
    Ask("accounts/login/", "GET", "accounts/login/", {SIGNED_IN: 302, "stranger": 200}),
    Ask("accounts/logout/", "GET", "accounts/logout/", ACCOUNT),
    Ask("accounts/password/change/", "GET", "accounts/password/change/", ACCOUNT),
    Ask("accounts/password/reset/", "GET", "accounts/password/reset/", OPEN),
    Ask("accounts/password/reset/done/", "GET", "accounts/password/reset/done/", OPEN),
    Ask("accounts/password/reset/key/done/", "GET", "accounts/password/reset/key/done/", OPEN),
    Ask(
        r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "GET", "accounts/password/reset/key/1-x/", OPEN,
    ),
    Ask("accounts/reauthenticate/", "GET", "accounts/reauthenticate/", ACCOUNT),
    Ask("accounts/2fa/", "GET", "accounts/2fa/", ACCOUNT),
    Ask("accounts/2fa/authenticate/", "GET", "accounts/2fa/authenticate/", {SIGNED_IN: 302}),
    # Each of these asks for the password first.
    *(
        Ask(route, "GET", route, {SIGNED_IN: 302})
        for route in (
            "accounts/2fa/reauthenticate/",
            "accounts/2fa/totp/activate/",
            "accounts/2fa/recovery-codes/generate/",
        )
    ),
    # Nobody here has a second factor.
    *(
        Ask(route, "GET", route, {})
        for route in (
            "accounts/2fa/recovery-codes/",
            "accounts/2fa/recovery-codes/download/",
            "accounts/2fa/totp/deactivate/",
        )
    ),
    Ask("accounts/sessions/", "GET", "accounts/sessions/", ACCOUNT),
    Ask(_SSO, "POST", "accounts/oidc/sso/login/", {"stranger": 404}),
    Ask(
        f"{_SSO}callback/",
        "GET", "accounts/oidc/sso/login/callback/", {"stranger": 404},
    ),
    Ask("accounts/3rdparty/login/cancelled/", "GET", "accounts/3rdparty/login/cancelled/", OPEN),
    Ask(
        "accounts/3rdparty/login/error/", "GET", "accounts/3rdparty/login/error/",
        {SIGNED_IN: 401, "stranger": 401},
    ),
    # What allauth offers and this site does not, for anybody.
    *(
        Ask(route, "GET", at or route, {"stranger": 404})
        for route, at in (
            ("accounts/signup/", ""),
            ("accounts/email/", ""),
            ("accounts/confirm-email/", ""),
            (r"accounts/^confirm-email/(?P<key>[-:\w]+)/$", "accounts/confirm-email/x/"),
            ("accounts/inactive/", ""),
            ("accounts/password/set/", ""),
            ("accounts/login/code/confirm/", ""),
            ("accounts/reauthenticate/code/", ""),
            ("accounts/reauthenticate/code/confirm/", ""),
            ("accounts/3rdparty/", ""),
            ("accounts/3rdparty/signup/", ""),
            ("accounts/social/login/cancelled/", ""),
            ("accounts/social/login/error/", ""),
            ("accounts/social/signup/", ""),
            ("accounts/social/connections/", ""),
        )
    ),
    # Long work.
    Ask("runs/refresh", "POST", "runs/refresh", _REFRESHERS),
    Ask("runs/refresh", "GET", "runs/refresh", _ONLY_POST),
    Ask("runs/<int:run>/progress", "GET", "runs/{run}/progress", {DATA: 200}),
    Ask("runs/<int:run>/progress", "GET", "runs/{run_of_viewer}/progress", {f"{DATA} viewer": 200}),
    Ask("runs/<int:run>/progress", "GET", "runs/0/progress", {}),
    Ask("runs/erase", "POST", "runs/erase", {"owner": 302, f"analyst seer {_REST}": 403}, _ERASE),
    # Loading. Who sees the data but may not change them is refused, others see nothing.
    Ask("data/upload", "POST", "data/upload", {LOADERS: 422, _WATCHERS: 403}),
    Ask("data/upload", "GET", "data/upload", _ONLY_POST),
    *(
        Ask(f"data/files/<uuid:file>/{what}", method, at, answers)
        for what, method, status in (
            ("read", "POST", 302), ("forget", "POST", 302), ("mapping.toml", "GET", 200),
        )
        for at, answers in (
            (f"data/files/{{file}}/{what}", {LOADERS: status, _WATCHERS: 403}),
            (f"data/files/{_NONE}/{what}", {_WATCHERS: 403}),
        )
    ),
    Ask(
        "data/files/<uuid:file>/load", "POST", "data/files/{file}/load",
        {"owner": 302, "analyst seer": 409, _WATCHERS: 403}, writes=True,  # the owner was first
    ),
    Ask(
        "data/files/<uuid:file>/discard", "POST", "data/files/{file}/discard",
        {LOADERS: 302, _WATCHERS: 403}, writes=True,
    ),
    Ask("data/uploads/<uuid:drop>/load", "POST", f"data/uploads/{_NONE}/load", {_WATCHERS: 403}),
    Ask("data/loads/<slug:batch>/take-back", "POST", "data/loads/x/take-back", {_WATCHERS: 403}),
    # The plan: the owner plans all, a planner what is theirs, others are told that they may not.
    Ask("plan/initiatives/new", "GET", "plan/initiatives/new", {_PLANS: 200, _READS: 403}),
    Ask(
        "plan/initiatives/new", "POST", "plan/initiatives/new", {_PLANS: 302, _READS: 403},
        {**_INITIATIVE, "owner": "{somebody}"},
    ),
    Ask("plan/initiatives/new", "POST", "plan/initiatives/new", {_PLANS: 422, _READS: 403}),
    Ask(
        "plan/initiatives/<slug:key>/edit", "GET", "plan/initiatives/spring/edit",
        {_PLANS: 200, _READS: 403},
    ),
    Ask(
        "plan/initiatives/<slug:key>/edit", "POST", "plan/initiatives/spring/edit",
        {_PLANS: 302, _READS: 403}, _INITIATIVE,
    ),
    Ask(
        "plan/initiatives/<slug:key>/edit", "POST", "plan/initiatives/spring/edit",
        {_PLANS: 422, _READS: 403}, {**_INITIATIVE, "version": "7"},
    ),
    Ask(
        "plan/initiatives/<slug:key>/edit", "GET", "plan/initiatives/tour/edit",
        {"owner": 200, f"planner {_READS_MONEY}": 403},  # another's; an agency does not see it
    ),
    Ask(
        "plan/initiatives/<slug:key>/remove", "POST", "plan/initiatives/{lonely}/remove",
        {"owner": 302, f"planner {_READS_MONEY}": 403}, {"version": "1", "reason": "Not now."},
    ),
    *(
        Ask(
            "plan/initiatives/<slug:key>/hand-offs/new", method,
            "plan/initiatives/spring/hand-offs/new", {_PLANS: status, _READS: 403},
            {"deliverable": "Leads", "receiver": "sales", "due": "2026-06-30"},
        )
        for method, status in (("GET", 200), ("POST", 302))
    ),
    Ask(
        "plan/hand-offs/<slug:key>/deliver", "POST", "plan/hand-offs/leads-q2/deliver",
        {_PLANS: 302, _READS: 403}, {"version": "1", "delivered": "290"},
    ),
    Ask("plan/hand-offs/<slug:key>/deliver", "POST", "plan/hand-offs/none/deliver", {}),
    # Nobody of the test's people is of the team that receives it.
    Ask(
        "plan/hand-offs/<slug:key>/decide", "POST", "plan/hand-offs/leads-q2/decide",
        {f"{_PLANS} {_READS}": 403}, {"how": "accepted"},
    ),
    Ask(
        "plan/campaigns/link", "POST", "plan/campaigns/link", {_PLANS: 302, _READS: 403},
        {"campaign": "{campaign}", "channel": "{campaign_channel}", "initiative": "spring"},
    ),
    Ask(
        "plan/campaigns/link", "POST", "plan/campaigns/link", {_READS: 403},
        {"campaign": "{campaign}", "channel": "elsewhere", "initiative": "spring"},
    ),
    Ask("plan/links/new", "GET", "plan/links/new", {f"{_PLANS} {_READS}": 200}),
    Ask("plan/links/new", "POST", "plan/links/new", {f"{_PLANS} {_READS}": 200}, _LINK),
    Ask("plan/sheets/<slug:kind>.xlsx", "GET", "plan/sheets/initiative.xlsx",
        {f"{_TAKE} german agency": 200, "viewer": 403}),
    Ask("plan/sheets/<slug:kind>.xlsx", "GET", "plan/sheets/budget_line.xlsx",
        {f"{_TAKE} german": 200, "viewer": 403}),
    Ask("plan/sheets/<slug:kind>.xlsx", "GET", "plan/sheets/secrets.xlsx", {}),
    Ask("plan/plan.yaml", "GET", "plan/plan.yaml",
        {f"{_TAKE} german agency": 200, "viewer": 403}),
    Ask("plan/import", "POST", "plan/import",
        {"owner planner finance": 302, "analyst executive lead viewer agency seer german": 403}),
    *(
        Ask(
            f"plan/drafts/<int:draft>/{how}", "POST", f"plan/drafts/{{draft}}/{how}",
            {"planner": 302}, {"reason": "As edited."},
        )
        for how in ("apply", "put-aside")
    ),
    # Money.
    Ask("budget/lines/new", "GET", "budget/lines/new",
        {"owner planner finance": 200, "analyst executive lead viewer seer german": 403}),
    Ask("budget/lines/new", "POST", "budget/lines/new",
        {"owner planner finance": 302, "analyst executive lead viewer seer german": 403}, _LINE),
    *(
        Ask(
            "budget/lines/<slug:key>/edit", method, "budget/lines/spring-search/edit",
            {"owner planner finance": status, "analyst executive lead viewer seer": 403}, _LINE,
        )
        for method, status in (("GET", 200), ("POST", 302))
    ),
    Ask(
        "budget/lines/<slug:key>/edit", "POST", "budget/lines/tour-stand/edit",
        {"owner finance": 302, "planner analyst executive lead viewer seer german": 403},
        {**_LINE, "initiative": "tour", "country": "DE"},
    ),
    Ask(
        "budget/lines/<slug:key>/edit", "POST", "budget/lines/spring-search/edit",
        {"planner": 403, "owner finance": 302, "analyst executive lead viewer seer": 403},
        {**_LINE, "committed-2026-03": "900"},  # who plans money does not book it
    ),
    Ask(
        "budget/lines/<slug:key>/remove", "POST", "budget/lines/spring-search/remove",
        {"owner planner finance": 302, "analyst executive lead viewer seer": 403},
        {"version": "1", "reason": "Not now."},
    ),
    Ask(
        "budget/lines/<slug:key>/ask", "POST", "budget/lines/spring-search/ask",
        {_PLANS: 302, "analyst finance executive lead viewer seer": 403},
        {"amount": "500", "month": "2026-03", "reason": "Clicks."},
    ),
    Ask(
        "budget/shares", "POST", "budget/shares",
        {"finance": 302, "owner planner analyst executive lead viewer seer german": 403},
        {"run_share": "20", "version": "1", "reason": "Agreed."},
    ),
    Ask(
        "approvals/<slug:key>/approve", "POST", "approvals/{request}/approve",
        {"finance executive": 302, "owner analyst planner lead viewer seer": 403},
    ),
    Ask(
        "approvals/<slug:key>/decline", "POST", "approvals/{request}/decline",
        {"finance executive": 302, "owner analyst planner lead viewer seer": 403},
        {"why": "Next quarter."},
    ),
    Ask(
        "approvals/<slug:key>/withdraw", "POST", "approvals/{request}/withdraw",
        {"planner": 302, "owner finance executive analyst lead viewer seer": 403},
    ),
    Ask("approvals/<slug:key>/approve", "POST", "approvals/none/approve", {}),
    Ask(
        "approvals/delegate", "POST", "approvals/delegate",
        {"owner finance executive": 302, "analyst planner lead viewer seer german": 403},
        {"taker": "{somebody}", "starts": "2026-01-01", "ends": "2099-01-01"},
    ),
    Ask(
        "approvals/delegations/<slug:key>/end", "POST", "approvals/delegations/{delegation}/end",
        {"finance": 302, "owner analyst planner executive lead viewer seer german": 403},
        {"version": "1"},
    ),
    Ask(
        "approvals/limits/<slug:role>", "POST", "approvals/limits/finance",
        {"owner finance": 302, "analyst planner executive lead viewer seer german": 403},
        {"up_to": "20000", "version": "1"},
    ),
    Ask("approvals/limits/<slug:role>", "POST", "approvals/limits/viewer",
        {"analyst planner executive lead viewer seer german": 403},
        {"up_to": "20000", "version": "0"}),
    # Definitions: who sees them may be told that signing is not for their role.
    Ask(
        "definitions/<slug:name>/propose", "POST", "definitions/sourced_pipeline/propose",
        {"owner analyst finance seer": 302, "planner executive lead viewer german": 403},
        {"reference": "{reference}", "reason": "As agreed."},
    ),
    Ask(
        f"{_PROPOSAL}/sign", "POST", "definitions/proposals/{proposal}/sign",
        {"owner finance executive": 302, "analyst planner lead viewer seer german": 403},
    ),
    Ask(f"{_PROPOSAL}/sign", "POST", "definitions/proposals/0/sign", {}),
    Ask(
        f"{_PROPOSAL}/decline", "POST",
        "definitions/proposals/{proposal}/decline",
        {"owner finance executive analyst": 302, "planner lead viewer seer german": 403},
        {"why": "Not now."},
    ),
    Ask(f"{_PROPOSAL}/decline", "POST", "definitions/proposals/0/decline", {}),
    # Goals: the owner sets them, finance agrees their funding, who answers for one checks in.
    *(
        Ask(route, method, at or route, {"owner": status, _NOT_OWNER: 403}, form)
        for route, at, form, done in (
            ("objectives/new", "", _OBJECTIVE, 302),
            ("objectives/<slug:key>/edit", "objectives/{objective}/edit", _OBJECTIVE, 302),
            (
                "objectives/<slug:key>/key-results/new", "objectives/{objective}/key-results/new",
                _KEY_RESULT, 302,
            ),
            ("key-results/<slug:key>/edit", "key-results/{key_result}/edit", _KEY_RESULT, 302),
        )
        for method, status in (("GET", 200), ("POST", done))
    ),
    Ask(
        "objectives/<slug:key>/key-results/new", "POST", "objectives/{objective}/key-results/new",
        {"owner": 422, _NOT_OWNER: 403}, {"title": "More leads", "metric": "leads"},
    ),
    Ask("objectives/<slug:key>/edit", "GET", "objectives/nowhere/edit", {}),
    Ask("key-results/<slug:key>/edit", "GET", "key-results/nowhere/edit", {}),
    *(
        Ask(
            "objectives/<slug:key>/funding", method, "objectives/{objective}/funding",
            {"finance": status, "owner analyst planner executive lead viewer seer german": 403},
            {"funding_share": "40", "version": "1"},
        )
        for method, status in (("GET", 200), ("POST", 302))
    ),
    Ask(
        "objectives/rights", "POST", "objectives/rights", {"owner": 302, _NOT_OWNER: 403},
        {"domain": "Pricing", "decides": "executive"},
    ),
    Ask("objectives/rights", "GET", "objectives/rights", {"owner": 200, _NOT_OWNER: 403}),
    Ask(
        "objectives/<slug:key>/responsibilities", "GET",
        "objectives/{objective}/responsibilities", {"owner": 200, _NOT_OWNER: 403},
    ),
    Ask(
        "objectives/<slug:key>/issues", "GET", "objectives/{objective}/issues",
        {"owner analyst planner finance executive lead seer german": 200, "viewer": 403},
    ),
    *(
        Ask(
            "plan/initiatives/<slug:key>/issues", method, "plan/initiatives/spring/issues",
            {"owner analyst planner finance executive lead seer german": status, "viewer": 403},
            _ISSUE,
        )
        for method, status in (("GET", 200), ("POST", 302))
    ),
    Ask(
        "issues/<slug:key>/", "GET", "issues/{issue}/",
        {"owner analyst": 200, "planner finance executive lead viewer seer german": 403},
    ),
    Ask(
        "key-results/<slug:key>/check-in", "GET", "key-results/{key_result_of_lead}/check-in",
        {"owner lead": 200, "analyst planner finance executive viewer seer german": 403},
    ),
    Ask(
        "key-results/<slug:key>/report", "GET", "key-results/{key_result_reported}/report",
        {"owner": 200, _NOT_OWNER: 403},
    ),
    Ask(
        "objectives/<slug:key>/responsibilities", "POST",
        "objectives/{objective}/responsibilities", {"owner": 302, _NOT_OWNER: 403},
        {"who": "a@b.c", "letter": "C"},
    ),
    # Whoever works on an objective may say what stands in its way, wherever they work.
    Ask(
        "objectives/<slug:key>/issues", "POST", "objectives/{objective}/issues",
        {"owner analyst planner finance executive lead seer german": 302, "viewer": 403}, _ISSUE,
    ),
    *(
        Ask(
            f"issues/<slug:key>/{how}", "POST", f"issues/{{issue}}/{how}",
            {"owner analyst": 302, "planner finance executive lead viewer seer german": 403},
            {"outcome": "Done.", "version": "1"},
        )
        for how in ("close", "escalate")
    ),
    Ask("issues/<slug:key>/close", "POST", "issues/nowhere/close", {"viewer": 403}),
    Ask(
        "key-results/<slug:key>/check-in", "POST", "key-results/{key_result}/check-in",
        {"owner": 302, _NOT_OWNER: 403}, {"confidence": "70", "note": "As planned."},
    ),
    Ask(
        "key-results/<slug:key>/check-in", "POST", "key-results/{key_result_of_lead}/check-in",
        {"owner lead": 302, "analyst planner finance executive viewer seer german": 403},
        {"confidence": "70", "note": "As planned."},
    ),
    Ask(
        "key-results/<slug:key>/report", "POST", "key-results/{key_result_reported}/report",
        {"owner": 302, _NOT_OWNER: 403}, _REPORTED,
    ),
    Ask(
        "plan/<slug:kind>/<slug:key>/take-out", "POST",
        "plan/responsibility/{responsibility}/take-out", {"owner": 302, _NOT_OWNER: 403},
        {"version": "1"},
    ),
    Ask(
        "plan/<slug:kind>/<slug:key>/take-out", "POST", "plan/objective/{objective}/take-out",
        {_NOT_OWNER: 403}, {"version": "1"},
    ),
)  # fmt: skip
