"""The UTM builder: names in the company's pattern, checked against the rules of the plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from northing.align.matching import Campaign, Matcher
from northing.errors import BadInput
from northing.plan import Plan
from northing.plan.kinds.initiative import Initiative
from northing.tables.names import fold_name

DEFAULT_PATTERN = "{initiative}_{audience}_{country}_{month}"
_FIELD = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class NamePattern:
    """How campaigns are named: fields in braces, joined by underscores.

    Attributes:
        text: Such as "{initiative}_{country}_{month}". Within a field words are joined by
            hyphens, so that a name can be taken apart again.

    Examples:
        >>> pattern = NamePattern("{initiative}_{country}")
        >>> pattern.name({"initiative": "Spring Sale", "country": "DE"})
        'spring-sale_de'
        >>> pattern.fields_of("spring-sale_de")
        {'initiative': 'spring-sale', 'country': 'de'}
    """

    text: str = DEFAULT_PATTERN

    def __post_init__(self) -> None:
        pieces = self.text.split("_")
        if not all(_FIELD.fullmatch(piece) for piece in pieces):
            raise BadInput(
                f"The pattern {self.text!r} is no row of fields; expected fields in braces joined "
                f"by underscores, such as {DEFAULT_PATTERN}."
            )
        if len(set(pieces)) < len(pieces):
            raise BadInput(f"The pattern {self.text!r} has a field twice; expected each once.")

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in order."""
        return tuple(_FIELD.findall(self.text))

    def name(self, values: Mapping[str, str]) -> str:
        """Make a campaign's name.

        Raises:
            BadInput: If a field has no value that letters or digits are left of, or is unknown.
        """
        unknown = sorted(set(values) - set(self.fields))
        if unknown:
            raise BadInput(
                f"The pattern {self.text} has no field {unknown[0]!r}; it has "
                f"{', '.join(self.fields)}."
            )
        words = {field: _word(values.get(field, "")) for field in self.fields}
        lacking = [field for field, word in words.items() if not word]
        if lacking:
            raise BadInput(
                f"The name has no {' and no '.join(lacking)}; expected letters or digits for each "
                f"field of {self.text}."
            )
        return "_".join(words.values())

    def fields_of(self, name: str) -> dict[str, str]:
        """Take a name apart.

        Raises:
            BadInput: If it was not made in this pattern.
        """
        pieces = name.split("_")
        if len(pieces) != len(self.fields) or any(_word(one) != one or not one for one in pieces):
            raise BadInput(f"The name {name!r} does not follow {self.text}.")
        return dict(zip(self.fields, pieces, strict=True))


@dataclass(frozen=True)
class TaggedLink:
    """A link whose visits the data will know.

    Attributes:
        url: With its UTM parameters.
        campaign: The campaign's name, `utm_campaign`.
        source: `utm_source`.
        medium: `utm_medium`.
        content: `utm_content`; empty for none.
        initiative: Key of the initiative that the rules will match it with; None for none.
        problem: What to mend, in a sentence; empty where nothing is wrong.
    """

    url: str
    campaign: str
    source: str
    medium: str
    content: str
    initiative: str | None
    problem: str


def tag_link(
    plan: Plan,
    initiative: str,
    url: str,
    campaign: str,
    *,
    source: str,
    medium: str,
    content: str = "",
    channel: str = "",
) -> TaggedLink:
    """Put UTM parameters on a link and say whether the rules will know its campaign.

    Args:
        plan: Holds the rules.
        initiative: Key of the initiative that the campaign is to belong to.
        url: Where it leads; UTM parameters that it has already are replaced.
        campaign: The campaign's name, as `NamePattern.name` makes it.
        source: Such as newsletter.
        medium: Such as email.
        content: What tells two links of the campaign apart.
        channel: The channel as the table `channels` names it, for rules that name one.

    Raises:
        BadInput: If the address is not one of the web, or source or medium is missing.
        Unknown: If there is no such initiative.
    """
    wanted = plan.get(Initiative, initiative)
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"{url!r} is no address; expected one such as https://example.org/offer.")
    for name, value in (("source", source), ("medium", medium), ("campaign", campaign)):
        if not _word(value):
            raise BadInput(f"The link has no {name}; expected letters or digits.")
    tags = {"utm_source": _word(source), "utm_medium": _word(medium), "utm_campaign": campaign}
    if _word(content):
        tags["utm_content"] = _word(content)
    kept = [pair for pair in parse_qsl(parts.query, True) if not pair[0].startswith("utm_")]
    query = urlencode([*kept, *tags.items()])
    found = Matcher(plan).match(Campaign(campaign, channel))
    problem = ""
    if found.initiative != initiative:
        rules = ", ".join(rule.pattern for rule in wanted.campaigns) or "none"
        other = f" It would count for {found.initiative}." if found.initiative else ""
        problem = found.problem or (
            f"No rule of {wanted.title} fits {campaign} (its rules: {rules}).{other}"
        )
    return TaggedLink(
        urlunsplit(parts._replace(query=query)),
        campaign,
        tags["utm_source"],
        tags["utm_medium"],
        tags.get("utm_content", ""),
        found.initiative,
        problem,
    )


def _word(value: str) -> str:
    """A value as it stands in a name: small letters, words joined by hyphens."""
    folded = fold_name(value)
    return folded.replace("_", "-") if re.fullmatch(r"[a-z0-9_]+", folded) else ""
