"""Global sanctions: one spell a case, sender and target.

Fields say by ``yes`` of what kind a case was (trade, arms, military, financial, travel, other), and give what the
publisher says of objectives and success. Where the sender or target is an organisation whose members are known by date,
each member has a spell while it was one, and ``sender`` or ``target`` names the organisation. Other organisations and
groups are parties under the publisher's name for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from facta.domain import find_set
from facta.sources.bench import Bench

__all__ = ["read"]

_KINDS = ("trade", "arms", "military", "financial", "travel", "other")
_TEXTS = ("sanctioned_state", "sanctioning_state", "descr_trade", "objective", "success")
_NUMBERS = ("case_id", "begin", "end")
_PARTY = ["case_id INTEGER", "role VARCHAR", "party VARCHAR", "organisation VARCHAR", "since DATE", "until DATE"]


def read(bench: Bench) -> None:
    """Read the cases; a case with a party that nobody knows is refused for that party."""
    types = {**dict.fromkeys(_TEXTS, "VARCHAR"), **dict.fromkeys((*_NUMBERS, *_KINDS), "INTEGER")}
    bench.read_csv("raw", types, missing=("", "NA"))
    for kind in _KINDS:
        bench.refuse_values("raw", kind, f"{kind} IN (0, 1)")
    bench.refuse_values("raw", '"end"', '"begin" <= "end"')
    _list_parties(bench)
    _put_pairs(bench)
    first = bench.count('SELECT min("end") FROM raw')
    if first:
        bench.cover("sanction", dt.date(first, 1, 1), dt.date(bench.count('SELECT max("end") FROM raw'), 12, 31))


def _list_parties(bench: Bench) -> None:
    """Lay out who sent and who suffered each case, from when to when."""
    split = _Names(bench)
    cells = bench.db.execute('SELECT case_id, sanctioning_state, sanctioned_state, "begin" FROM raw ORDER BY ALL')
    rows = [
        (case, role, *party)
        for case, senders, targets, year in cells.fetchall()
        for role, cell in (("sender", senders), ("target", targets))
        for name in split.split(cell or "")
        for party in split.find(name, dt.date(year, 12, 31))
    ]
    bench.put_table("parties", _PARTY, rows)
    for name, count in split.unknown.items():
        bench.refuse(f"party {name!r} is no known state: {count} cases")
    named = "SELECT count(*) FROM parties WHERE party NOT IN (SELECT state FROM codes)"
    bench.ignore("members of an organisation that has no dated list of them", bench.count(named))


def _put_pairs(bench: Bench) -> None:
    """Put each pair of sender and target for the days on which both were parties."""
    kinds = ", ".join(f"'{kind}', if({kind} = 1, 'yes', NULL)" for kind in _KINDS)
    bench.put(
        "spells",
        f"""SELECT case_id::VARCHAR AS id, 'sanction' AS kind, s.party AS actor, t.party AS recipient,
        min(greatest(began, s.since, t.since)) AS start_date, max(least(ended, s.until, t.until)) AS end_date,
        json_merge_patch('{{}}', json_object('case', case_id::VARCHAR, {kinds}, 'trade_detail', descr_trade,
            'objective', objective, 'success', success, 'sender', string_agg(DISTINCT s.organisation, ', '),
            'target', string_agg(DISTINCT t.organisation, ', ')))::VARCHAR AS fields
        FROM (SELECT *, make_date("begin", 1, 1) AS began, make_date("end", 12, 31) AS ended FROM raw)
        JOIN parties s USING (case_id) JOIN parties t USING (case_id)
        WHERE s.role = 'sender' AND t.role = 'target' AND s.party <> t.party
            AND greatest(began, s.since, t.since) <= least(ended, s.until, t.until)
        GROUP BY case_id, s.party, t.party, {", ".join(_KINDS)}, descr_trade, objective, success""",
    )


class _Names:
    """The publisher's names of parties."""

    def __init__(self, bench: Bench) -> None:
        own = bench.db.execute("SELECT code, state, since, until FROM codes WHERE scheme = 'gsdb'").fetchall()
        self._dated = {code: (state, since, until) for code, state, since, until in own}
        self._states = dict(bench.db.execute("SELECT name, state FROM names").fetchall())
        others = bench.db.execute("SELECT code FROM not_states WHERE scheme = 'gsdb'").fetchall()
        self._others = {code for (code,) in others}
        self.unknown: dict[str, int] = {}

    def split(self, cell: str) -> Iterator[str]:
        """Split a list at its commas, but for names that hold one, such as ``Yemen, North``."""
        parts = [part.strip() for part in cell.split(",") if part.strip()]
        while parts:
            joined = ", ".join(parts[:2])
            size = 2 if len(parts) > 1 and self._knows(joined) else 1
            yield ", ".join(parts[:size])
            parts = parts[size:]

    def find(self, name: str, day: dt.date) -> Iterator[tuple[str, str | None, dt.date, dt.date]]:
        """Yield each party behind a name: its id, the organisation that stands for it, and since and until when."""
        always = (dt.date.min, dt.date.max)
        group = find_set(name)
        state, since, until = self._dated.get(name, ("", *always))
        if state and since <= day <= until:
            yield state, None, *always
        elif name.casefold() in self._states:
            yield self._states[name.casefold()], None, *always
        elif group:
            for member in group.members:
                yield member.state, name, member.window.start or always[0], member.window.end or always[1]
        elif name in self._others:
            yield name, None, *always
        else:
            self.unknown[name] = self.unknown.get(name, 0) + 1

    def _knows(self, name: str) -> bool:
        return name in self._dated or name.casefold() in self._states or name in self._others
