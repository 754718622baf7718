"""Columns that several canonical tables share: one name, one meaning, one list of headings."""

from __future__ import annotations

from dataclasses import replace

from northing.tables.contract import Column


def required(column: Column) -> Column:
    """The same column, without which a row is quarantined."""
    return replace(column, required=True)


_CURRENCIES = (
    "currency_code",
    "Währung",
    "Währungscode",
    "devise",
    "moneda",
    "divisa",
    "valuta",
    "moeda",
    "waluta",
)

ACCOUNT = Column(
    "account",
    "text",
    "Advertising account or property at the source.",
    synonyms=("ad_account", "customer_id_ads", "account_name", "ad_account_name", "property"),
)

ACCOUNT_ID = Column(
    "account_id",
    "account",
    "The company or household behind the person.",
    synonyms=("company_id", "account", "organisation_id", "organization_id"),
)

CAMPAIGN = Column(
    "campaign",
    "campaign",
    "Campaign name.",
    synonyms=(
        "campaign_name",
        "utm_campaign",
        "Campagne",
        "Kampagne",
        "Campana",
        "Campagna",
        "Campanha",
        "Kampania",
        "Kampanj",
        "Kampanje",
        "Kampagnenname",
        "nom de la campagne",
        "nombre de la campaña",
        "nome campagna",
        "nome da campanha",
        "campagnenaam",
        "nazwa kampanii",
    ),
)

CHANNEL = Column(
    "channel",
    "channel",
    "Marketing channel, spelt as in `channels`.",
    synonyms=(
        "channel_name",
        "default_channel_group",
        "channelGrouping",
        "origin",
        "traffic_source",
        "marketing_channel",
        "media_channel",
        "Canal",
        "Canale",
        "Kanal",
        "Kanaal",
        "Kanał",
        "Marketingkanal",
        "Werbekanal",
        "canal marketing",
        "canal de marketing",
        "canale di marketing",
    ),
)

CONTENT = Column(
    "content",
    "text",
    "Advertisement, creative or page variant.",
    synonyms=("utm_content", "ad_name", "ad", "creative"),
)

COUNTRY = Column(
    "country",
    "text",
    "ISO 3166-1 alpha-2 where the source has it.",
    synonyms=(
        "country_code",
        "country_name",
        "region_country",
        "Land",
        "Pays",
        "País",
        "Paese",
        "Kraj",
    ),
)

CURRENCY = Column("currency", "currency", "ISO 4217.", synonyms=_CURRENCIES)

CURRENCY_OF_AMOUNT = Column(
    "currency",
    "currency",
    "ISO 4217; required where an amount stands.",
    synonyms=_CURRENCIES,
)

DEVICE = Column(
    "device",
    "text",
    "desktop, mobile, tablet …",
    synonyms=(
        "device_category",
        "device_type",
        "Geraet",
        "Gerät",
        "appareil",
        "dispositivo",
        "apparaat",
        "urządzenie",
        "enhet",
    ),
)

PERSON_ID = Column(
    "person_id",
    "person",
    "Who; hashed with the workspace key while loading.",
    synonyms=(
        "customer_id",
        "user_id",
        "visitor_id",
        "cookie",
        "cookie_id",
        "client_id",
        "contact_id",
        "email",
        "E-Mail-Adresse",
        "email_address",
        "customer_email",
        "user_email",
        "contact_email",
        "person_email",
        "adresse e-mail",
        "correo electrónico",
        "indirizzo e-mail",
        "e-mailadres",
        "adres e-mail",
        "e-postadress",
        "Kundennummer",
        "Kunden-ID",
        "person",
        "fullVisitorId",
        "anonymous_id",
    ),
)

SEGMENT = Column(
    "segment", "text", "Customer segment.", synonyms=("customer_segment", "business_segment")
)

SOURCE = Column("source", "text", "Which system says so.", synonyms=("platform", "data_source"))
