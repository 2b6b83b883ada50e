"""What was said of the future beside what the evidence of that day gave it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from facta.claims.dossier import Said
from facta.claims.record.forwards import ForwardReading
from facta.claims.record.resolving import range_saying
from facta.claims.verdict import Prospect
from facta.forecasts import Forecast
from facta.forecasts.wording import DEFAULT, find_wording

__all__ = ["foresee_claims"]


def foresee_claims(
    entries: Iterable[ForwardReading], forecast: Callable[[ForwardReading], Forecast]
) -> Mapping[str, Prospect]:
    """Return, by id, the prospect of each claim that looks ahead: of its first reading that can be scored.

    Parameters
    ----------
    entries : iterable of ForwardReading
        From `list_forward`.
    forecast : callable
        Forecasts a reading on the day it was said.

    Raises
    ------
    UnknownName
        A hedge that no mapping lists; names the claim.
    """
    first: dict[str, ForwardReading] = {}
    for entry in entries:
        if entry.until is not None:
            first.setdefault(entry.claim.id, entry)
    return {name: _foresee(entry, entry.until, forecast(entry)) for name, entry in first.items() if entry.until}


def _foresee(entry: ForwardReading, until: dt.date, found: Forecast) -> Prospect:
    low, high = range_saying(entry)
    return Prospect(
        reading=entry.reading.check,
        made=entry.made,
        until=until,
        words_low=low,
        words_high=high,
        mapping=_name_mapping(entry.said),
        probability=found.probability,
        low=found.low,
        high=found.high,
        base_rate=found.base_rate.probability if found.base_rate else None,
        base_rate_n=found.base_rate.n if found.base_rate else 0,
        reason=found.reason,
    )


def _name_mapping(said: Said) -> str:
    if said.probability is not None:
        return "stated"
    wording = find_wording(said.hedge, DEFAULT)
    return f"{wording.mapping} {wording.version}"
