"""What facta speaks about: states, relations, periods, units, series, evidence. It reads nothing but its own tables."""

from facta.domain.evidence import LADDERS, Evidence, Figures, Row, RowSet, Votes, climb_ladder
from facta.domain.origins import Coverage, Origin
from facta.domain.periods import ALWAYS, Frequency, Period, Window
from facta.domain.relations import Pair, Parties, Relation, find_parties, is_world
from facta.domain.series import Aggregation, Book, Series, Status
from facta.domain.states import (
    WORLD,
    Membership,
    State,
    StateSet,
    build_set,
    find_set,
    find_state,
    list_codes,
    list_names,
    list_not_states,
    list_sets,
    list_states,
    match_code,
)
from facta.domain.units import Act, Basis, Kind, Price, Unit, explain_incommensurable, find_unit, write_figure

__all__ = [
    "ALWAYS",
    "LADDERS",
    "WORLD",
    "Act",
    "Aggregation",
    "Basis",
    "Book",
    "Coverage",
    "Evidence",
    "Figures",
    "Frequency",
    "Kind",
    "Membership",
    "Origin",
    "Pair",
    "Parties",
    "Period",
    "Price",
    "Relation",
    "Row",
    "RowSet",
    "Series",
    "State",
    "StateSet",
    "Status",
    "Unit",
    "Votes",
    "Window",
    "build_set",
    "climb_ladder",
    "explain_incommensurable",
    "find_parties",
    "find_set",
    "find_state",
    "find_unit",
    "is_world",
    "list_codes",
    "list_names",
    "list_not_states",
    "list_sets",
    "list_states",
    "match_code",
    "write_figure",
]
