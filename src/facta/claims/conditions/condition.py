"""What became of a condition: its state, what was seen of trigger and exception, and whether the effect followed.

=== ======================================================= =============
 #   what is known on the day                                state
=== ======================================================= =============
 1   the dossier refuses the claim, or gives it no reading   not watchable
 2   what follows *unless* came about                        annulled
 3   the trigger came about                                  fired
 4   the trigger can no longer come about                    expired
 5   nothing that is loaded could ever show the trigger      blind
 6   its window runs, or a source has not reached its end    armed
 7   its window passed, and no row or figure shows it        expired
 8   its window passed, and nobody has a figure on it        blind
=== ======================================================= =============

A claim with *unless* alone waits for its exception: it is blind where nothing could show that, armed while the window
runs, and fired once the window passed without it.

What is found in a window that has not ended counts at once only where no later row can undo it: a row that exists, a
count that is reached. The rest, an absence or a change over the window, counts once the window has ended.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from facta.domain import Row

__all__ = ["Condition", "ConditionState", "Effect", "Outcome", "Sighting"]


class ConditionState(enum.StrEnum):
    """Where a condition stands.

    Examples
    --------
    >>> ConditionState("fired").name
    'FIRED'
    """

    ARMED = "armed"
    FIRED = "fired"
    EXPIRED = "expired"
    ANNULLED = "annulled"
    BLIND = "blind"
    NOT_WATCHABLE = "not_watchable"


class Outcome(enum.StrEnum):
    """Whether the effect of a condition that fired followed.

    Examples
    --------
    >>> [outcome.value for outcome in Outcome]
    ['followed', 'reversed', 'did_not_follow', 'mixed', 'open', 'unknown']
    """

    FOLLOWED = "followed"
    REVERSED = "reversed"
    DID_NOT_FOLLOW = "did_not_follow"
    MIXED = "mixed"
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of a trigger or an exception, up to the day of the evidence.

    Parameters
    ----------
    expression : str
        As the dossier writes it.
    figure, threshold, margin : float or None
        How far it has come, in the first book in which it holds, else the first that has a figure; margin is figure
        less threshold, in `unit`. None where nothing is on record.
    unit : str or None
        Symbol.
    source : str
        The book.
    day : datetime.date or None
        The first day from which on it held.
    known : datetime.date or None
        The first day on which that could be known from the evidence; None where that was not looked for.
    rows : tuple of Row
        The verified rows that made it hold, or those so far.
    citations : tuple of str
        Of these rows and figures, with licences.
    probability : float or None
        That it comes about in the rest of its window, from 0 to 1; None where it no longer can, or nothing is drawn.
    reason : str
        Why there is no figure, or no probability.

    Examples
    --------
    >>> Sighting("count(incidents(USA -- CHN)) >= 3", 1.0, 3.0, -2.0, "count", "registers").day is None
    True
    """

    expression: str
    figure: float | None
    threshold: float | None
    margin: float | None
    unit: str | None
    source: str
    day: dt.date | None = None
    known: dt.date | None = None
    rows: tuple[Row, ...] = ()
    citations: tuple[str, ...] = ()
    probability: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What should follow, and whether it did.

    Parameters
    ----------
    text, expression : str
        In words, and as the dossier writes it.
    validity : str
        Of its reading: ``direct``, ``proxy`` or ``weak``.
    outcome : Outcome or None
        None where the condition did not fire.
    figure, threshold, margin : float or None
        As in `ReadingResult`.
    unit : str or None
        Symbol.
    reason : str
        Why it is not known.

    Examples
    --------
    >>> Effect("", "change(trade(CHN -- RUS)) < 0%", "proxy", Outcome.REVERSED, 0.3, 0.0, 0.3, "1").outcome.value
    'reversed'
    """

    text: str
    expression: str
    validity: str
    outcome: Outcome | None = None
    figure: float | None = None
    threshold: float | None = None
    margin: float | None = None
    unit: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A trigger, an exception or both, with the effects that wait for it.

    Parameters
    ----------
    claim, statement : str
        Id of the claim, and its number in a catalogue.
    said : str
        The quote.
    holders : tuple of str
        Who says so.
    state : ConditionState
        By the table above.
    as_of : datetime.date
        Day of the evidence.
    until : datetime.date or None
        Last day of its window; None where it has no end.
    trigger, exception : Sighting or None
        None where the claim has none.
    effects : tuple of Effect
        One a reading that waits for this trigger.
    reason : str
        Why it is in that state.
    fill : tuple of str
        Of a blind one, what would show it.

    Examples
    --------
    >>> day = dt.date(2022, 1, 31)
    >>> Condition("a", "", "so it is", ("A",), ConditionState.NOT_WATCHABLE, day, reason="tautology").key
    'a'
    """

    claim: str
    statement: str
    said: str
    holders: tuple[str, ...]
    state: ConditionState
    as_of: dt.date
    until: dt.date | None = None
    trigger: Sighting | None = None
    exception: Sighting | None = None
    effects: tuple[Effect, ...] = ()
    reason: str = ""
    fill: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by from one look to the next: the claim, and the expressions of trigger and exception."""
        trigger, exception = (part.expression if part else "" for part in (self.trigger, self.exception))
        said = [f"if {trigger}"] * bool(trigger) + [f"unless {exception}"] * bool(exception)
        return " ".join([self.claim, *said])

    @property
    def decisive(self) -> Sighting | None:
        """The sighting that its state rests on: the exception where that annuls it, or where there is no trigger."""
        return self.exception if self.state is ConditionState.ANNULLED or not self.trigger else self.trigger

    @property
    def day(self) -> dt.date | None:
        """When it fired, was annulled or its window ended without it; None where it waits, or no window says when."""
        if self.state is ConditionState.EXPIRED or (self.state is ConditionState.FIRED and not self.trigger):
            return self.until if self.until and self.until <= self.as_of else None
        settled = self.state in (ConditionState.FIRED, ConditionState.ANNULLED)
        return self.decisive.day if settled and self.decisive else None
