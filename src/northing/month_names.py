"""Month names and their short forms in the languages that exports come in."""

from __future__ import annotations

_NAMES = """
jan january januar jänner jaenner janvier janv gennaio gen enero ene janeiro styczeń stycznia sty
    januari
feb february februar février févr fév fevr fevrier febbraio febrero fevereiro fev luty lutego lut
    februari
mar march märz mrz maerz mär mars marzo março marco marzec marca maart mrt
apr april avril avr aprile abril abr kwiecień kwietnia kwi
may mai maggio mag mayo maio maj maja mei
jun june juni juin giugno giu junio junho czerwiec czerwca cze
jul july juli juillet juil luglio lug julio julho lipiec lipca lip
aug august août aout agosto ago sierpień sierpnia sie augusti augustus
sep sept september septembre settembre set septiembre setembro wrzesień września wrz
oct october oktober okt octobre ottobre ott octubre outubro out październik października paź
nov november novembre noviembre novembro listopad listopada lis
dec december dezember dez décembre déc decembre dicembre dic diciembre dezembro grudzień grudnia gru
"""


def _by_name() -> dict[str, int]:
    lines = _NAMES.strip().replace("\n    ", " ").split("\n")
    return {name: month for month, line in enumerate(lines, start=1) for name in line.split()}


MONTHS = _by_name()
