"""Shares of words and of deeds, each drawn towards the pairs of like volume: many pairs have few events, or one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from facta.domain import ALWAYS, Aggregation, Basis, Evidence, Kind, Relation, Series
from facta.measures.assembly import divide, sum_series
from facta.measures.registry import Argument, Facts, Options, declare, find_measure
from facta.measures.words_and_deeds.counts import BIAS, CLASSES, COUNT, MATERIAL, REFERENCE, VERBAL, count_classes
from facta.measures.words_and_deeds.like_pairs import draw_to_peers, learn_prior

__all__ = [
    "BALANCES",
    "divide_classes",
    "measure_conflict_share",
    "measure_delivery",
    "measure_material_balance",
    "measure_verbal_balance",
]

_SHRINK = Argument("shrink", "towards the pairs of like volume; no leaves the raw share", ("yes", "no"), "yes")
BALANCES: Mapping[str, Mapping[str, int]] = {
    "verbal_balance": {"verbal_cooperation": 1, "verbal_conflict": -1},
    "material_balance": {"material_cooperation": 1, "material_conflict": -1},
}
"""What stands above the line of each balance, with its sign."""
_BALANCE = Facts(
    title="balance of words between two sides",
    ledger="words",
    shape="either",
    indicators=VERBAL,
    unit="1",
    basis=Basis(Kind.SHARE),
    aggregation=Aggregation.WEIGHTED,
    arguments=(COUNT, _SHRINK),
    bias="Diplomatic routine is verbal cooperation, so nearly every pair is above zero; few events draw to like pairs.",
    remedy="Compare with other pairs and over time, and give n; shrink=no is the raw balance.",
    reference=f"{REFERENCE} Casella, George (1985), An Introduction to Empirical Bayes, TAS 39(2), 83-87.",
)


def divide_classes(parts: Mapping[str, Series], signs: Mapping[str, int], blank: Series) -> Series:
    """Divide a signed sum of counts by the sum of all of them, in one book."""
    above = [(replace(parts[name], values=sign * parts[name].values), ALWAYS) for name, sign in signs.items() if sign]
    below = [(series, ALWAYS) for series in parts.values()]
    return divide(sum_series(above), sum_series(below), blank)


def _measure_share(
    evidence: Evidence, relation: Relation, options: Options, name: str, above: Mapping[str, int]
) -> list[Series]:
    """Measure a share book by book; a book that lacks a class gives nothing."""
    measure = find_measure(name)
    signs = {**dict.fromkeys(measure.indicators, 0), **above}
    shares = []
    for key, parts in count_classes(evidence, relation, options, measure.indicators):
        prior = learn_prior(evidence.totals(CLASSES), relation, key, signs) if options["shrink"] == "yes" else None
        raw = divide_classes(parts, signs, measure.begin(relation))
        shares.append(draw_to_peers(raw, prior, min(signs.values())))
    return shares


@declare(_BALANCE)
def measure_verbal_balance(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Balance of words, :math:`(V^+ - V^-) / (V^+ + V^-)`, from -1 (all conflict) to 1 (all cooperation).

    :math:`V^+` counts verbal cooperation, :math:`V^-` verbal conflict, in one book. Null, not zero, where no verbal
    event is reported. Low and high are a 90% interval.

    **Estimator.** The mean of a beta posterior: the counts are drawn towards the 200 pairs of like volume in the same
    book, known by the day of the evidence, whose beta distribution is that of greatest marginal likelihood (empirical
    Bayes). Of several periods the counts are added first, then drawn: a day of one event is not lost among its peers.
    The note of a series says what it was drawn towards, and how many events that weighs. Where fewer than 30 pairs are
    known nothing is drawn, and with ``shrink=no`` neither; the interval is then Jeffreys's.

    **Bias.** Towards the peers, most where there are few events; a pair with many keeps its own balance. Since many
    reports tell of one event, the interval counts as many for one as shares of successive periods show
    (`measure_dispersion`; the note says how many); it takes machine coding for right. What was measured of all this
    stands in the reference under *Words and deeds* (`benchmarks/validation.py`).

    References
    ----------
    Terechshenko (2020); Efron and Morris (1975); Casella (1985); Gelman et al. (2013), chapter 5.

    Examples
    --------
    >>> import facta
    >>> facta.measure("verbal_balance", "CHN -- RUS", window="2014")[0].values.round(3).tolist()
    [[0.99]]
    >>> facta.measure("verbal_balance", "CHN -- RUS", window="2014", shrink="no")[0].values.round(3).tolist()
    [[0.991]]
    """
    return _measure_share(evidence, relation, options, "verbal_balance", BALANCES["verbal_balance"])


@declare(replace(_BALANCE, title="balance of deeds between two sides", ledger="deeds", indicators=MATERIAL, bias=BIAS))
def measure_material_balance(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Balance of deeds, :math:`(M^+ - M^-) / (M^+ + M^-)`, from -1 (all conflict) to 1 (all cooperation).

    :math:`M^+` counts material cooperation, :math:`M^-` material conflict, in one book. Null, not zero, where no deed
    is reported. Estimator, interval, several periods and bias as in ``verbal_balance``; statistics of trade, aid and
    arms say more of deeds than reports do.

    References
    ----------
    Terechshenko (2020); Casella (1985).

    Examples
    --------
    >>> import facta
    >>> facta.measure("material_balance", "CHN -- RUS", window="2014")[0].values.round(2).tolist()
    [[0.51]]
    """
    return _measure_share(evidence, relation, options, "material_balance", BALANCES["material_balance"])


@declare(
    replace(
        _BALANCE,
        title="share of conflict in the events between two sides",
        indicators=CLASSES,
        bias=BIAS,
        remedy="A share does not grow with reporting volume; give n; shrink=no is the raw share.",
    )
)
def measure_conflict_share(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Conflict as a share of all events between two sides, :math:`(V^- + M^-) / (V^+ + M^+ + V^- + M^-)`.

    From 0 (none) to 1 (all): verbal and material conflict over the events of all four quad classes, in one book. Null,
    not zero, where no event is reported. Estimator, interval, several periods and bias as in ``verbal_balance``.

    References
    ----------
    Terechshenko (2020); Casella (1985).

    Examples
    --------
    >>> import facta
    >>> series = facta.measure("conflict_share", "CHN -- RUS", window="2014")[0]
    >>> [round(float(figure), 4) for figure in (series.low[0], series.values[0, 0], series.high[0])]
    [0.0051, 0.0077, 0.0109]
    """
    return _measure_share(evidence, relation, options, "conflict_share", {"verbal_conflict": 1, "material_conflict": 1})


@declare(
    replace(
        _BALANCE,
        title="material share of cooperative events",
        ledger="deeds",
        indicators=CLASSES[:2],
        bias="Only about one interstate event in fifty is material cooperation: small counts decide.",
        remedy="Drawn towards pairs of like volume; give n; shrink=no is the raw share.",
    )
)
def measure_delivery(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Material cooperation as a share of all cooperation, :math:`M^+ / (V^+ + M^+)`, from 0 (talk only) to 1.

    In one book; null, not zero, where no cooperation is reported. Estimator, interval, several periods and bias as in
    ``verbal_balance``.

    References
    ----------
    Terechshenko (2020); Casella (1985).

    Examples
    --------
    >>> import facta
    >>> facta.measure("delivery", "CHN -- RUS", window="2014")[0].values.round(3).tolist()
    [[0.012]]
    """
    return _measure_share(evidence, relation, options, "delivery", {"material_cooperation": 1})
