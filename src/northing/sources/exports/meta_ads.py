"""Meta Ads: the report by campaign and day, as Ads Manager downloads it."""

from northing.sources.export import Aside, Export
from northing.sources.mapping import ColumnRule, TableMapping

CAMPAIGN = (
    "Campaign name",
    "Kampagnenname",
    "Nom de la campagne",
    "Nombre de la campaña",
    "Nome della campagna",
    "Nome da campanha",
    "Campagnenaam",
)
DAY = ("Day", "Tag", "Jour", "Día", "Giorno", "Dia", "Dag")
SPENT = (
    "Amount spent",
    "Ausgegebener Betrag",
    "Montant dépensé",
    "Importe gastado",
    "Importo speso",
    "Valor usado",
    "Valor gasto",
    "Besteed bedrag",
)
STARTS = (
    "Reporting starts",
    "Berichtsstart",
    "Auswertungsbeginn",
    "Début des rapports",
    "Inicio del informe",
    "Inizio del report",
    "Início dos relatórios",
    "Begin rapportage",
)
MARKS_OF_META = (
    *STARTS,
    "Campaign delivery",
    "Ad set name",
    "Result indicator",
    "Link clicks",
    "Clicks (all)",
    "Cost per results",
    "Link-Klicks",
    "Klicks (alle)",
    "Clics sur un lien",
    "Clics en el enlace",
    "Clic sul link",
    "Cliques no link",
)

ENTRY = Export(
    title="Meta Ads, campaigns by day",
    place="Ads Manager → Campaigns → Breakdown: By time → Day → Reports → Export table data → CSV",
    source="meta_ads",
    tables=(
        TableMapping(
            table="spend",
            signature=(CAMPAIGN, SPENT, MARKS_OF_META),
            columns={
                "date": ColumnRule(columns=DAY),
                "channel": ColumnRule(constant="paid_social"),
                "campaign": ColumnRule(columns=CAMPAIGN),
                "content": ColumnRule(
                    columns=("Ad name", "Name der Werbeanzeige", "Nom de la publicité")
                ),
                "country": ColumnRule(columns=("Country", "Land", "Pays", "País", "Paese")),
                "device": ColumnRule(columns=("Impression device", "Impressions-Gerät")),
                "amount": ColumnRule(columns=SPENT),
                "currency": ColumnRule(columns=("Currency", "Währung", "Devise", "Divisa")),
                "impressions": ColumnRule(
                    columns=(
                        "Impressions",
                        "Impressionen",
                        "Impresiones",
                        "Impression",
                        "Impressões",
                        "Weergaven",
                    )
                ),
                "clicks": ColumnRule(
                    columns=(
                        "Link clicks",
                        "Link-Klicks",
                        "Clics sur un lien",
                        "Clics en el enlace",
                        "Clic sul link",
                        "Cliques no link",
                        "Clicks (all)",
                        "Klicks (alle)",
                    )
                ),
                "platform_conversions": ColumnRule(
                    columns=("Purchases", "Käufe", "Achats", "Compras", "Acquisti", "Results")
                ),
                "platform_value": ColumnRule(
                    columns=(
                        "Purchases conversion value",
                        "Conversion-Wert von Käufen",
                        "Valeur de conversion des achats",
                    )
                ),
                "account": ColumnRule(columns=("Account name", "Account ID", "Kontoname")),
            },
            match=False,
        ),
    ),
    asides=(
        Aside(
            "spend by advertisement for a whole period, as data sets publish it",
            (("fb_campaign_id",), ("xyz_campaign_id",), ("Spent",)),
            "Its column 'Spent' holds the amounts, and no column names a channel or a currency"
            " (and, where there is no column 'Date', a day); say so in a mapping:\n"
            '    currency = "USD"\n'
            "    [[table]]\n"
            '    table = "spend"\n'
            "    [table.columns]\n"
            '    date = { column = "Date", day_first = true }\n'
            '    channel = { constant = "paid_social" }\n'
            '    campaign = "fb_campaign_id"\n'
            '    content = "ad_id"\n'
            '    amount = "Spent"\n'
            '    impressions = "Impressions"\n'
            '    clicks = "Clicks"',
        ),
    ),
)
