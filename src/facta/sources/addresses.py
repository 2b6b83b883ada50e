"""Where a publisher keeps its files: the `fetch:` key of a `source.yml`, one entry a plan.

In texts of a plan ``$year``, ``$month`` (201703) and ``$day`` (20170309) stand for each period that is asked for,
``$first_year`` and ``$last_year`` for the first and last year of all, ``$page`` for the number of a page, and the names
under ``each`` for each of their values. A named group ``period`` in a pattern is a year, month, day or time in digits.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

__all__ = ["Address", "DataverseFiles", "FixedFiles", "Key", "ListedFiles"]


class Key(Struct, frozen=True, forbid_unknown_fields=True):
    """A publisher's key, which only ever comes from the environment.

    Parameters
    ----------
    env : str
        Name of the variable.
    header : str
        Header in which it is sent.
    url : str
        The address that takes it; without the key the plan's own address is used, if it has one.
    """

    env: str
    header: str
    url: str


class _Plan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="plan"):
    """What every plan may say.

    Parameters
    ----------
    connections : int
        How many files of a host may come at once.
    delay_s : float
        Seconds between two requests to a host.
    late_days : int
        How many days before the date in its name a file may start.
    """

    connections: int = 4
    delay_s: float = 0
    late_days: int = 0


class FixedFiles(_Plan, frozen=True, kw_only=True, tag="files"):
    """A file at a known address, or one for each combination of period and values.

    Parameters
    ----------
    url : str
        Address; empty where it cannot be asked without a key.
    name : str
        Name on disk; empty takes the last part of the address.
    each : mapping of str to tuple of str
        Values of further placeholders; ``codes:SCHEME`` stands for the codes of all states in the table of codes.
    post : str
        JSON to send; empty asks with GET.
    unwrap : str
        Member of the JSON answer that holds the file in base64.
    pages : str
        Where the JSON answer says how many pages there are: ``0.pages`` is member ``pages`` of the first element.
    key : Key or None
        Key of the publisher.
    """

    url: str
    name: str = ""
    each: Mapping[str, tuple[str, ...]] = {}
    post: str = ""
    unwrap: str = ""
    pages: str = ""
    key: Key | None = None


class ListedFiles(_Plan, frozen=True, kw_only=True, tag="listing"):
    """Files that a published text lists, one a line.

    Parameters
    ----------
    url : str
        Address of the list; the files lie beside it unless a line has an address.
    line : str
        Pattern of a line, with the groups ``name`` or ``url``, and perhaps ``md5`` and ``bytes``.
    file : str
        Pattern of the names to take, with a group ``period``.
    sizes : str
        Address of a second list that gives sizes.
    sizes_line : str
        Pattern of its lines, with the groups ``name`` and ``bytes``.
    """

    url: str
    line: str
    file: str
    sizes: str = ""
    sizes_line: str = ""


class DataverseFiles(_Plan, frozen=True, kw_only=True, tag="dataverse"):
    """Files of a dataset in a Dataverse, in the form in which they were deposited.

    Parameters
    ----------
    doi : str
        Identifier of the dataset.
    file : str
        Pattern of the names to take, perhaps with a group ``period``.
    server : str
        The installation.
    """

    doi: str
    file: str
    server: str = "https://dataverse.harvard.edu"


Address = FixedFiles | ListedFiles | DataverseFiles
"""Any plan."""
