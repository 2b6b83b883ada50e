"""Words and deeds from reported events: two ledgers, never netted into one score that is a level of relations."""

from facta.measures.words_and_deeds.counts import (
    CLASSES,
    measure_material_conflict,
    measure_material_cooperation,
    measure_material_volume,
    measure_verbal_conflict,
    measure_verbal_cooperation,
    measure_verbal_volume,
)
from facta.measures.words_and_deeds.like_pairs import fit_beta, learn_prior
from facta.measures.words_and_deeds.reporting import (
    measure_net_score,
    measure_reporting_share,
    measure_reporting_volume,
)
from facta.measures.words_and_deeds.shares import (
    measure_conflict_share,
    measure_delivery,
    measure_material_balance,
    measure_verbal_balance,
)
from facta.measures.words_and_deeds.standing import measure_words_deeds_gap

__all__ = [
    "CLASSES",
    "fit_beta",
    "learn_prior",
    "measure_conflict_share",
    "measure_delivery",
    "measure_material_balance",
    "measure_material_conflict",
    "measure_material_cooperation",
    "measure_material_volume",
    "measure_net_score",
    "measure_reporting_share",
    "measure_reporting_volume",
    "measure_verbal_balance",
    "measure_verbal_conflict",
    "measure_verbal_cooperation",
    "measure_verbal_volume",
    "measure_words_deeds_gap",
]
