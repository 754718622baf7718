"""People: invite somebody."""

from __future__ import annotations

from northing.web.site.blocks import Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(_context: PageContext) -> Fragment:
    from northing.web.accounts.forms import InviteForm

    return Fragment("accounts/invite_fragment.html", {"form": InviteForm()})


ENTRY = Section(
    page="people",
    title="Invite somebody",
    lead="They get a link that lets them in once, within seven days.",
    build=_build,
    order=20,
    width="half",
    own=True,
)
