"""Cookies, addresses and accounts: whose journey, and who is a new customer."""

from __future__ import annotations

import pytest

from northing.workspace.workspace import Workspace

LINKS = "from_id,to_kind,to_person,to_account,at"


def with_settings(ws: Workspace, **values: str) -> Workspace:
    path = ws.folder / "northing.toml"
    lines = path.read_text().splitlines()
    for name, value in values.items():
        at = next(i for i, line in enumerate(lines) if line.startswith(f"{name} = "))
        lines[at] = f'{name} = "{value}"'
    path.write_text("\n".join(lines) + "\n")
    return Workspace(ws.folder)


def new_customers(ws: Workspace) -> list[tuple[str, int]]:
    rows = ws.engine.query(
        "SELECT date, sum(customers) AS n FROM c GROUP BY date ORDER BY date",
        c=ws.dataset("new_customers_daily"),
    ).to_pylist()
    return [(str(row["date"]), int(row["n"])) for row in rows]


def test_two_cookies_of_one_person_are_one_new_customer(ws, load_text):
    ws = with_settings(ws, customers="person")
    load_text("identity_links", f"{LINKS}\ncookie1,person,ada,,2026-01-01")
    load_text(
        "orders",
        """order_id,person_id,at,revenue,currency
           o1,cookie1,2026-01-05,10.00,EUR
           o2,ada,2026-02-05,10.00,EUR""",
    )
    ws.refresh()
    assert new_customers(ws) == [("2026-01-05", 1)]


def test_a_customer_since_long_ago_is_not_new(ws, load_text):
    load_text("identity_links", f"{LINKS}\nada,account,,ACME,2026-01-01")
    load_text("customers", "customer_id,person_id,first_at\nc1,ada,2020-05-01")
    load_text("orders", "order_id,person_id,at,revenue,currency\no1,ada,2026-01-05,10.00,EUR")
    ws.refresh()
    assert new_customers(ws) == [("2020-05-01", 1)]


def test_what_one_cookie_says_of_the_account_holds_for_the_person(ws, load_text):
    ws = with_settings(ws, journeys="account")
    load_text(
        "touches",
        """person_id,at,channel
           c1,2026-01-01T10:00:00Z,search
           c2,2026-01-02T10:00:00Z,social
           ada,2026-01-03T10:00:00Z,email""",
    )
    load_text("identity_links", f"{LINKS}\nc1,person,ada,,2026-01-01\nc2,person,ada,,2026-01-01")
    load_text(
        "conversions", "conversion_id,at,kind,person_id,account_id\nx,2026-01-04,lead,c1,ACME"
    )
    ws.refresh()
    credit = ws.attribute(kind="lead", rule="linear")
    assert {row.keys["channel"]: row.amount.conversions for row in credit.rows} == {
        "search": pytest.approx(1 / 3),
        "social": pytest.approx(1 / 3),
        "email": pytest.approx(1 / 3),
    }


def test_people_in_a_circle_of_links_are_one_person(ws, load_text):
    load_text("identity_links", f"{LINKS}\nx,person,y,,2026-01-01\ny,person,x,,2026-01-01")
    load_text("touches", "person_id,at,channel\nx,2026-01-01T10:00:00Z,search")
    load_text("orders", "order_id,person_id,at,revenue,currency\no1,y,2026-01-05,10.00,EUR")
    ws.refresh()
    assert ws.attribute(kind="order", rule="last").unattributed.conversions == 0
