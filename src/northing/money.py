"""Money: exact decimals with a currency, never a float.

Tables keep money as DECIMAL(18, 4). Sums of doubles differ from run to run when two threads
add them in another order; sums of decimals do not.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from northing.errors import BadInput

PRECISION = 18
SCALE = 4
SQL_TYPE = f"DECIMAL({PRECISION}, {SCALE})"
RATE_SQL_TYPE = "DECIMAL(18, 8)"
RATE_MAX_AGE_DAYS = 7

# ISO 4217, the currencies in circulation.
CURRENCIES = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
    SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED
    VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG""".split()
)


def check_currency(code: str) -> str:
    """Return the ISO 4217 code in capitals.

    Raises:
        BadInput: If it is not a currency in circulation.

    Examples:
        >>> check_currency("eur")
        'EUR'
    """
    upper = code.strip().upper()
    if upper not in CURRENCIES:
        raise BadInput(f"{code!r} is not a currency; expected an ISO 4217 code such as EUR or USD.")
    return upper


def as_money(value: Decimal | int | str) -> Decimal:
    """Round to the four decimals that tables keep, half away from zero.

    Examples:
        >>> as_money("2.00005")
        Decimal('2.0001')
    """
    return Decimal(value).quantize(Decimal(1).scaleb(-SCALE), rounding=ROUND_HALF_UP)
