"""People of the site: let in, listed, given a new link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)
from northing.errors import Missing

if TYPE_CHECKING:
    from northing.web.accounts.models import User

app = typer.Typer(
    help="Say who may come into the site: add, list, link, rotate-key.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
EmailArgument = Annotated[str, typer.Argument(help="Their e-mail address.")]


@app.command()
def add(
    email: EmailArgument,
    role: Annotated[
        str,
        typer.Option(
            help="owner, analyst, planner, finance, executive, lead, viewer, board or agency."
        ),
    ],
    name: Annotated[str, typer.Option(help="What they are called.")] = "",
    partner: Annotated[
        str, typer.Option(help="For an agency: as the table campaigns names it.")
    ] = "",
    country: Annotated[
        list[str] | None, typer.Option(help="Limit to a country, such as DE; may be repeated.")
    ] = None,
    team: Annotated[
        str, typer.Option(help="Their team, such as sales; a lead decides its hand-offs.")
    ] = "",
    personal_data: Annotated[
        bool, typer.Option("--personal-data", help="Let them see personal data.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let somebody in, and print a link that signs them in once, within the hour.

    The first makes the site: its key and its database.
    """
    _prepare(workspace)
    from northing.web.accounts.links import sign_in_link
    from northing.web.accounts.services import add_person

    user = add_person(
        email,
        role,
        name=name,
        partner=partner,
        countries=country or (),
        team=team,
        personal_data=personal_data,
    )
    _print_link(user, sign_in_link(user), as_json)


@app.command()
def link(
    email: EmailArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Print a new link that signs somebody in once, within the hour."""
    _prepare(workspace)
    from northing.web.accounts.audit import record
    from northing.web.accounts.links import sign_in_link
    from northing.web.accounts.models import User

    user = User.objects.filter(
        email=email.strip().lower(), is_active=True, membership__isnull=False
    ).first()
    if user is None:
        raise Missing(
            f"Nobody by the address {email} may come in; northing user list says who may."
        )
    record(None, "make sign-in link", user.email)
    _print_link(user, sign_in_link(user), as_json)


@app.command(name="list")
def list_people(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List who may come in, as what."""
    _prepare(workspace)
    from northing.web.accounts.selectors import limits_in_words, members, with_second_factor

    protected = with_second_factor()
    people = [
        {
            "email": one.user.email,
            "name": one.user.name,
            "role": one.role,
            "partner": one.partner or None,
            "countries": one.countries,
            "team": one.team or None,
            "personal_data": one.personal_data,
            "second_factor": one.user.pk in protected,
            "last_sign_in": one.user.last_login,
        }
        for one in members()
    ]
    if as_json:
        print_json(people)
        return
    if not people:
        say("Nobody yet. Let the first in: northing user add EMAIL --role owner")
        return
    heads = [
        "email",
        "name",
        "role",
        "limited to",
        "personal data",
        "second factor",
        "last came in",
    ]
    rows = [
        [
            one.user.email, one.user.name, one.role, limits_in_words(one), one.personal_data,
            one.user.pk in protected,
            f"{one.user.last_login:%Y-%m-%d}" if one.user.last_login else None,
        ]
        for one in members()
    ]  # fmt: skip
    print_table(heads, rows)


@app.command(name="rotate-key")
def rotate_key(
    forget_old: Annotated[
        bool,
        typer.Option("--forget-old", help="End what earlier keys signed, such as sessions."),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a new key in the place of the site's and encrypt second factors anew.

    Sessions and links stay good until you run it with --forget-old. Cut off anywhere, it goes on
    where it stopped when it is run again. Restart the site afterwards.
    """
    _prepare(workspace)
    from northing.web.accounts.keys import forget_earlier, rotate

    if forget_old:
        forget_earlier()
        done = 0
        told = "Earlier keys are forgotten: what they signed is void. Restart the site."
    else:
        done = rotate()
        told = (
            f"The site has a new key; {done} second factors were encrypted anew. Restart the site."
        )
    if as_json:
        print_json({"encrypted_anew": done, "earlier_keys_kept": not forget_old})
    else:
        say(told)


def _prepare(workspace: Path | None) -> None:
    """Make the workspace's site ready: its key and its database, where they are not."""
    folder = open_workspace(workspace).folder
    from northing.web.configure import configure
    from northing.web.prepare import prepare

    prepare(folder, static=False)
    configure(folder)
    from northing.web.accounts.keys import check_key

    check_key()


def _print_link(user: User, address: str, as_json: bool) -> None:
    membership = user.membership
    if as_json:
        print_json({"email": user.email, "role": membership.role, "link": address})
        return
    say(f"{user.email} may come in as {membership.role}, with this link, once, within the hour:")
    say(f"  {address}")


ENTRY = Command(app)
