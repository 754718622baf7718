"""Ledgers: postings with account and cost centre, by date; and bank statements, which have none."""

from northing.sources.export import Aside, Export, Join, Part
from northing.sources.mapping import Answers, ColumnRule, TableMapping

DATE = (
    *("Posting date", "Date", "Transaction date", "Booking date", "Entry date"),
    *("Buchungsdatum", "Buchungstag", "Belegdatum", "Datum", "Date comptable", "Fecha", "Data"),
)
ACCOUNT = ("Account", "Account name", "GL account", "Konto", "Sachkonto", "Compte", "Cuenta")
CENTRE = (
    *("Cost centre", "Cost center", "Department", "Class", "Kostenstelle", "KOST1"),
    *("Centre de coûts", "Centro de coste", "Centro di costo"),
)
TEXT = (
    *("Description", "Memo", "Details", "Narrative", "Reference", "Buchungstext"),
    *("Verwendungszweck", "Libellé", "Concepto", "Descrizione"),
)
AMOUNT = ("Amount", "Betrag", "Montant", "Importe", "Importo")
DEBIT = ("Debit", "Debit amount", "Soll", "Débit", "Debe", "Dare", "Paid out", "Money out")
CREDIT = ("Credit", "Credit amount", "Haben", "Crédit", "Haber", "Avere", "Paid in", "Money in")
BALANCE = ("Balance", "Running balance", "Saldo", "Solde", "Kontostand")
CURRENCY = ("Currency", "Währung", "WKZ", "Devise", "Moneda", "Divisa")

POSTINGS = """
SELECT day, account, centre, debit AS amount, currency FROM ledger
WHERE trim(coalesce(debit, '')) NOT IN ('', '-')
UNION ALL
SELECT day, account, centre, '-' || trim(credit), currency FROM ledger
WHERE trim(coalesce(credit, '')) NOT IN ('', '-')
"""
ADVICE = (
    "It names neither a category nor a department, which the table costs needs. Say in a mapping "
    "which postings are marketing's:\n"
    "    [[table]]\n"
    '    table = "costs"\n'
    "    where = \"Description = 'Agency retainer'\"\n"
    '    repeats = "sum"\n'
    "    [table.columns]\n"
    '    month = "Date"\n'
    '    category = { constant = "agency" }\n'
    '    department = { constant = "marketing" }\n'
    '    amount = { column = "Amount", scale = -1 }\n'
    '    currency = { constant = "EUR" }'
)
ACTUALS = {
    "month": ColumnRule(columns=("day",)),
    "account": ColumnRule(columns=("account",)),
    "cost_centre": ColumnRule(columns=("centre",)),
    "actual": ColumnRule(columns=("amount",)),
    "currency": ColumnRule(columns=("currency",)),
}

ENTRY = Export(
    title="Ledger: postings by account and cost centre",
    place="the accounting system's general ledger or cost centre report, one row a posting",
    source="ledger",
    joins=(
        Join(
            {
                "ledger": Part(
                    needs={
                        "day": DATE,
                        "account": ACCOUNT,
                        "centre": CENTRE,
                        "debit": DEBIT,
                        "credit": CREDIT,
                    },
                    may={"currency": CURRENCY},
                )
            },
            POSTINGS,
            TableMapping(
                table="finance",
                columns=ACTUALS,
                match=False,
                answers=Answers(repeats="sum"),
                about="Actual is debit less credit, added up by month, account and cost centre.",
            ),
        ),
    ),
    tables=(
        TableMapping(
            table="finance",
            signature=(DATE, ACCOUNT, CENTRE, AMOUNT, TEXT),
            columns={
                "month": ColumnRule(columns=DATE),
                "account": ColumnRule(columns=ACCOUNT),
                "cost_centre": ColumnRule(columns=CENTRE),
                "actual": ColumnRule(columns=AMOUNT),
                "currency": ColumnRule(columns=CURRENCY),
            },
            match=False,
            answers=Answers(repeats="sum"),
            about="Amounts are added up by month, account and cost centre.",
        ),
    ),
    asides=(Aside("a bank statement", (DATE, TEXT, (*AMOUNT, *DEBIT), BALANCE), ADVICE),),
)
