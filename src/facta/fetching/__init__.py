"""From publishers to files on disk: what there is, how it comes, and what came when."""

from facta.fetching.courier import Patience
from facta.fetching.download import FetchedFile, Outcome, Watch
from facta.fetching.planning import MissingKey, NothingToFetch
from facta.fetching.run import FetchedFiles, FetchFailed, TooManyFiles, fetch_files, survey_files
from facta.fetching.shelf import Entry
from facta.fetching.wanted import WrongDownload

__all__ = [
    "Entry",
    "FetchFailed",
    "FetchedFile",
    "FetchedFiles",
    "MissingKey",
    "NothingToFetch",
    "Outcome",
    "Patience",
    "TooManyFiles",
    "Watch",
    "WrongDownload",
    "fetch_files",
    "survey_files",
]
