"""Ballots: a panel states probabilities on readings of a dossier; they are frozen, pooled, and can be scored."""

from facta.claims.ballots.answers import POOLED, write_answers
from facta.claims.ballots.asking import LeftOut, choose_questions
from facta.claims.ballots.ballot import (
    BALLOT,
    Ballot,
    Feed,
    Question,
    name_file,
    read_ballot,
    seal_ballot,
    write_ballot,
)
from facta.claims.ballots.filling import Filled, Stated, check_name, read_forms, read_probability
from facta.claims.ballots.forms import list_facts, write_form
from facta.claims.ballots.panel import Pooled, Release, Rift, pool_panel
from facta.claims.ballots.record import (
    RECORD,
    Entry,
    Record,
    close_record,
    freeze_forms,
    read_record,
    update_record,
)

__all__ = [
    "BALLOT",
    "POOLED",
    "RECORD",
    "Ballot",
    "Entry",
    "Feed",
    "Filled",
    "LeftOut",
    "Pooled",
    "Question",
    "Record",
    "Release",
    "Rift",
    "Stated",
    "check_name",
    "choose_questions",
    "close_record",
    "freeze_forms",
    "list_facts",
    "name_file",
    "pool_panel",
    "read_ballot",
    "read_forms",
    "read_probability",
    "read_record",
    "seal_ballot",
    "update_record",
    "write_answers",
    "write_ballot",
    "write_form",
]
