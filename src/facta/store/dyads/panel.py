"""From events to the panel of directed dyads by year, quarter, month or day, in SQL for the database and for Spark."""

from __future__ import annotations

from collections.abc import Mapping

from facta.domain import Frequency
from facta.store.dyads.cells import COUNTS, KEYS, QUADS, query_kinds

__all__ = ["PANEL_COLUMNS", "query_panel", "query_sums"]

_ROOTS = tuple(f"{root:02}" for root in range(1, 21))
"""CAMEO's roots; PLOVER has types instead, which are mapped to the quad classes only."""
_KEYS = ("source", "scheme", "period_start", "actor", "recipient")
_KINDS: Mapping[str, str] = {
    "score_sum": "sum(score * event_count)",
    "score_count": "sum(CASE WHEN score IS NULL THEN 0 ELSE event_count END)",
    "mention_count": "sum(mention_count)",
    "source_count": "sum(source_count)",
    "article_count": "sum(article_count)",
    "tone_sum": "sum(tone)",
    "tone_count": "count(tone)",
}
"""What is summed over alike reports, and then over all of a pair and period."""
_ROOT = "CASE WHEN scheme <> 'cameo' THEN NULL WHEN left(code, 2) = '{}' THEN report_count ELSE 0 END"
_SUMS: Mapping[str, str] = {
    **COUNTS,
    **{f"root_{root}_report_count": f"CAST(sum({_ROOT.format(root)}) AS BIGINT)" for root in _ROOTS},
    **{name: f"sum({name})" if name.endswith("_sum") else f"CAST(sum({name}) AS BIGINT)" for name in _KINDS},
}

PANEL_COLUMNS: Mapping[str, str] = {
    "source": "id of the source",
    "scheme": "cameo or plover",
    "period_start": "first day of the period",
    "actor": "the state that acts; empty where the source names none",
    "recipient": "the state that it acts towards; empty where there is none, the actor itself where it acts at home",
    "event_count": "events: of reports alike in day, actor, recipient, code and the day they became known, one counts",
    **{f"{name}_event_count": f"events of {name.replace('_', ' ')}" for name in QUADS},
    "report_count": "reports: rows of the source, each as often as it says",
    **{f"{name}_report_count": f"reports of {name.replace('_', ' ')}" for name in QUADS},
    **{f"root_{root}_report_count": f"reports of CAMEO root {root}; null for PLOVER" for root in _ROOTS},
    "score_sum": "sum of the scores of the reports, by Goldstein or by the source's own scale; no level of relations",
    "score_count": "reports that have a score",
    "mention_count": "mentions of the reports in all articles; null where the source has none",
    "source_count": "publishers that told of them; null where the source has none",
    "article_count": "articles that told of them; null where the source has none",
    "tone_sum": "sum of the tone of the reports; null where the source has none",
    "tone_count": "reports that have a tone",
    "address_count": "addresses or stories, each once a day and pair; 0 where the source has none",
    "score_mean": "mean score of a report, from -10, most hostile, to 10; null without a score",
    "tone_mean": "mean tone of a report; null without a tone",
    "actor_share": "part of all reports of the actor in the period, whatever the recipient",
    "world_share": "part of all reports of the source in the period",
    "covered_share": "part of the days of the period in window and loaded files; 0 where none is: late reports alone",
}
"""What each column of the panel holds."""
_FINISHED: Mapping[str, str] = {
    "address_count": "coalesce(address_count, 0)",
    "score_mean": "score_sum / nullif(score_count, 0)",
    "tone_mean": "tone_sum / nullif(tone_count, 0)",
    "actor_share": "report_count / actor_reports",
    "world_share": "report_count / world_reports",
    "covered_share": "coalesce(covered_share, 0)",
}


def query_sums(events: str, frequency: Frequency, chosen: str = "true") -> str:
    """Return the SQL that counts events by pair and period; the database and Spark both read it.

    Parameters
    ----------
    events : str
        A table or view with the columns of ``events`` and ``source``.
    frequency : Frequency
        Year, quarter, month or day.
    chosen : str
        Which events count, in SQL.

    Examples
    --------
    >>> from facta.domain import Frequency
    >>> "date_trunc('month', event_date)" in query_sums("events", Frequency.MONTH)
    True
    """
    keys = ", ".join(_KEYS)
    start = f"CAST(date_trunc('{frequency.value}', event_date) AS DATE) AS period_start"
    rows = f"(SELECT * FROM {events} held WHERE {chosen})"
    sums = ", ".join(f"{expression} AS {name}" for name, expression in _SUMS.items())
    kinds = f"SELECT kinds.*, {start} FROM ({query_kinds(rows, _KINDS)}) kinds"
    told = f"SELECT DISTINCT {', '.join(KEYS)}, report, {start} FROM {rows} reports WHERE report <> ''"
    return (
        f"SELECT {', '.join(f'summed.{name}' for name in (*_KEYS, *_SUMS))}, address_count FROM "
        f"(SELECT {keys}, {sums} FROM ({kinds}) dated GROUP BY {keys}) summed LEFT JOIN "
        f"(SELECT {keys}, count(*) AS address_count FROM ({told}) told GROUP BY {keys}) addresses USING ({keys})"
    )


def query_panel(summed: str, covered: str) -> str:
    """Return the SQL of the panel: the sums of a table, with means, and shares of what the whole table has.

    Parameters
    ----------
    summed : str
        A table of what `query_sums` gives, of all actors.
    covered : str
        A table of ``source``, ``period_start`` and ``covered_share``.
    """
    whole = "SELECT source, scheme, period_start, {}sum(report_count)::DOUBLE AS {}_reports FROM {} GROUP BY ALL"
    actors, world = whole.format("actor, ", "actor", summed), whole.format("", "world", summed)
    columns = ", ".join(f"{_FINISHED[name]} AS {name}" if name in _FINISHED else name for name in PANEL_COLUMNS)
    return (
        f"SELECT {columns} FROM {summed} JOIN ({actors}) USING (source, scheme, period_start, actor) "
        f"JOIN ({world}) USING (source, scheme, period_start) LEFT JOIN {covered} USING (source, period_start)"
    )
