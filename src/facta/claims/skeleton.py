"""A dossier to start from: it can be checked as it stands, and says what to put where."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata

__all__ = ["name_dossier", "write_skeleton"]

_SKELETON = """\
facta: 1
question: {question}
asked: {asked}  # a day, a month or a year
note: >-
  Who is quoted, and where the texts can be found.

claims:
# One entry a statement. The quote has at most twelve words; said may be a list, of several holders.
- id: first-claim
  said: {{by: Name of the author, date: {asked}, quote: the words as they stand, place: title of the text}}
  readings:
  # A reading is a comparison: `facta measures` lists what can be measured, `facta explain` says what would be computed.
  - text: In our own words, what would have to be true.
    check: share(trade(CHN -- RUS), trade(RUS -- WLD))[2010..2014] > 10%
  # A second honest reading goes here. One that only points at the matter is a proxy, or weak, and says why:
  # - text: ...
  #   check: ...
  #   validity: proxy
  #   why: ...

# A statement about the future has a horizon; one that nobody can check says why:
# - id: forecast
#   said: {{by: ..., date: {asked}, quote: ..., place: ...}}
#   horizon: {{until: {horizon}-12-31, set_by: encoder}}
#   readings: [{{text: ..., check: "..."}}]
# - id: motive
#   said: {{by: ..., date: {asked}, quote: ..., place: ...}}
#   refuse: {{reason: motive, why: ...}}
"""


def write_skeleton(question: str, asked: dt.date) -> str:
    """Return the YAML of a dossier on a question, with one claim as an example.

    Examples
    --------
    >>> print(write_skeleton("Who trades with whom?", dt.date(2026, 11, 22)).splitlines()[1])
    question: "Who trades with whom?"
    """
    quoted = json.dumps(question, ensure_ascii=False)
    return _SKELETON.format(question=quoted, asked=asked.isoformat(), horizon=asked.year + 1)


def name_dossier(question: str) -> str:
    """Return a file name out of the first words of a question.

    Examples
    --------
    >>> name_dossier("Does trade between Côte d’Ivoire and Ghana grow?")
    'does-trade-between-cote-d-ivoire.yml'
    """
    letters = unicodedata.normalize("NFKD", question.replace("’", " ")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", letters.lower())
    return f"{'-'.join(words[:6]) or 'dossier'}.yml"
