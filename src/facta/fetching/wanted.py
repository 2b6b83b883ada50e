"""A file that is wanted: where it is, what is known of it, and how it is called on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from facta.errors import BrokenFile, SourceUnreachable
from facta.sources.addresses import Address

__all__ = ["Wanted", "WrongDownload", "check_name"]

_SAFE_NAME = re.compile(r"[\w(][\w .,()+=@~-]{0,199}")


class WrongDownload(SourceUnreachable):
    """A publisher that answers, but with something else than it announces.

    Examples
    --------
    >>> str(WrongDownload("gdelt_v1", "http://x.org/1979.zip", "its MD5 is 1f, the publisher says 2e"))
    'gdelt_v1: http://x.org/1979.zip: its MD5 is 1f, the publisher says 2e. Nothing of it was kept: try again later.'
    """

    def __str__(self) -> str:
        return f"{self.source}: {self.url}: {self.found}. Nothing of it was kept: try again later."


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file of a publisher.

    Parameters
    ----------
    name : str
        Name on disk.
    url : str
        Address.
    plan : Address
        The plan that it belongs to.
    size : int or None
        Bytes, as the publisher lists them.
    checksum : tuple of str or None
        Algorithm and digest, as the publisher lists them.
    is_binding : bool
        Whether another digest makes it a wrong file; some publishers list wrong ones.
    post : str
        JSON to send; empty asks with GET.
    secret : tuple of str or None
        Header and key; shown nowhere.
    template : str
        Its address before the placeholders were filled.
    values : mapping of str to str
        What the placeholders of its plan stand for.
    """

    name: str
    url: str
    plan: Address
    size: int | None = None
    checksum: tuple[str, str] | None = None
    is_binding: bool = True
    post: str = ""
    secret: tuple[str, str] | None = field(default=None, repr=False)
    template: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Host that is asked."""
        return urlsplit(self.url).netloc


def check_name(name: str, where: str, line: int | None = None) -> str:
    """Return a name that a publisher gave to a file, if it may stand in a folder.

    Raises
    ------
    BrokenFile
        It could lead out of the folder, or hide there.
    """
    if not _SAFE_NAME.fullmatch(name) or name.endswith((".", ".part", ".note")):
        raise BrokenFile(where, f"the publisher lists a file {name!r}, which is no plain name", line=line)
    return name
