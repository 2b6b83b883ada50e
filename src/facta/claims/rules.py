"""The rules by which books make the verdict of a reading, and readings that of a claim: one table, read from the top.

=== ======================================================= =================
 #   books of a reading                                      reading
=== ======================================================= =================
 1   all that decide (supported, contradicted) say yes       supported
 2   all that decide say no                                  contradicted
 3   some say yes and some say no                            mixed
 4   none decides: two unlike quantities, or a ratio of
     mixed books                                             not comparable
 5   none decides: the window reaches beyond the day of the
     evidence, or the window after an event does             open
 6   none decides: the figures rest on the claimant alone    repeated
 7   none decides: the condition did not fire                not fired
 8   none decides: it speaks of a likelihood                 not checkable
 9   none says anything                                      no evidence
=== ======================================================= =================

=== ======================================================= =================
 #   readings of a claim                                     claim
=== ======================================================= =================
 1   the dossier says why it cannot be checked               not checkable
 2   decided (supported, contradicted, mixed), not weak:
     all alike                                               that
 3   the same, not alike                                     mixed
 4   none decided: one is not comparable                     not comparable
 5   none decided: one is open                               open
 6   none decided: one is repeated                           repeated
 7   none decided: one did not fire                          not fired
 8   none decided: one speaks of a likelihood                not checkable
 9   only weak proxies decided                               no evidence
10   nothing                                                 no evidence
=== ======================================================= =================

=== ======================================================= =================
 #   a commitment                                            claim
=== ======================================================= =================
 1   the trigger of a threat did not come about              not fired
 2   it is not yet due: *pending*                            open
 3   the deed was done in time: *kept*                       supported
 4   it was done after the day it was due: *late*            contradicted
 5   what counts as a part was done in time: *in part*       contradicted
 6   no deed was found where it would be: *missed*           contradicted
 7   else: what is said of the deed in time                  that
=== ======================================================= =================

A condition that fired is decided like any other reading. A weak proxy never decides a claim; rules 4 to 8 look at weak
readings only where there is no other.
"""

from __future__ import annotations

from collections.abc import Sequence

from facta.claims.verdict import ReadingResult, SourceResult, VerdictWord

__all__ = ["DECIDED", "combine_books", "combine_readings"]

DECIDED = frozenset({VerdictWord.SUPPORTED, VerdictWord.CONTRADICTED, VerdictWord.MIXED})
"""Verdicts that say yes, no, or both."""

_UNDECIDED = (
    VerdictWord.NOT_COMPARABLE,
    VerdictWord.OPEN,
    VerdictWord.REPEATED,
    VerdictWord.NOT_FIRED,
    VerdictWord.NOT_CHECKABLE,
)


def combine_books(books: Sequence[SourceResult]) -> VerdictWord:
    """Return the verdict of a reading from those of its books.

    Examples
    --------
    >>> from facta.claims.verdict import SourceResult, VerdictWord
    >>> yes = SourceResult("a", "", "", "", 1.0, "%", 0.5, VerdictWord.SUPPORTED)
    >>> no = SourceResult("b", "", "", "", 0.1, "%", 0.5, VerdictWord.CONTRADICTED)
    >>> combine_books([yes, no]).value
    'mixed'
    """
    words = [book.verdict for book in books]
    said = {word for word in words if word in DECIDED}
    if len(said) == 1:
        return said.pop()
    if said:
        return VerdictWord.MIXED
    return next((word for word in _UNDECIDED if word in words), VerdictWord.NO_EVIDENCE)


def combine_readings(readings: Sequence[ReadingResult]) -> tuple[VerdictWord, str]:
    """Return the verdict of a claim from those of its readings, and why where it is not decided."""
    decided = [reading for reading in readings if reading.verdict in DECIDED]
    sound = {reading.verdict for reading in decided if reading.validity != "weak"}
    if len(sound) == 1:
        return sound.pop(), ""
    if sound:
        counts = ", ".join(
            f"{sum(r.verdict is word and r.validity != 'weak' for r in decided)} {word}" for word in sorted(sound)
        )
        return VerdictWord.MIXED, f"readings disagree: {counts}"
    sounder = sorted(readings, key=lambda reading: reading.validity == "weak")
    for word in _UNDECIDED:
        found = next((reading for reading in sounder if reading.verdict is word), None)
        if found is not None and (found.validity != "weak" or not _has_sound(readings)):
            return word, found.reason
    if decided:
        return VerdictWord.NO_EVIDENCE, "only weak proxies have figures"
    return VerdictWord.NO_EVIDENCE, next((reading.reason for reading in readings if reading.reason), "")


def _has_sound(readings: Sequence[ReadingResult]) -> bool:
    return any(reading.validity != "weak" for reading in readings)
