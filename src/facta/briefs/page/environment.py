"""The templates, and what they may call."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from facta.briefs.charts import read_style
from facta.briefs.page.parts import (
    draw_figure,
    link_csv,
    mark_verdict,
    write_cells,
    write_data,
    write_shapes,
)
from facta.briefs.words import count_noun, spell_word, write_against, write_percent, write_value

__all__ = ["render_page"]

_CALLED = (
    count_noun, draw_figure, link_csv, mark_verdict, spell_word, write_against,
    write_cells, write_data, write_percent, write_value,
)  # fmt: skip
_BLOCKS = "article|d[dt]|details|div|dl|fig(?:ure|caption)|h[123]|li|[ou]l|p|section|summary|svg|table|t[dhr]"
_LINES = re.compile(rf"\s*\n\s*(?=</?(?:{_BLOCKS})[ >])")
_ASIDE = re.compile(r"(<code>.*?</code>|<style>.*?</style>|<[^>]*>)", re.DOTALL)
_MINUS = re.compile(r"(?<![\w.–-])-(?=[\d.]*\d)")


def render_page(template: str, **context: object) -> str:
    """Return a page from a template of this room; everything that is put into it is escaped.

    Parameters
    ----------
    template : str
        Name of a file in ``templates``; it extends ``page.html``, which holds the style, and a policy by its hash.
    **context : object
        What the template names.

    Examples
    --------
    >>> page = render_page("page.html", title="A < B")
    >>> "<title>A &lt; B</title>" in page, "<script" in page
    (True, False)
    """
    style = _read_style(template.removesuffix(".html"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _open_environment().get_template(template).render(context, style=style, style_hash=f"sha256-{digest}")
    return _shorten(page)


def _shorten(page: str) -> str:
    """Leave out what HTML does not ask for: lines, escapes of what ends nothing, quotes around plain values.

    In text quotation marks are escaped, so that none of it can be taken for the value of an attribute. Figures below
    zero get their sign; what is to be copied, as code, keeps the plain one.
    """
    signed = "".join(_MINUS.sub("−", part) if part[:1] != "<" else part for part in _ASIDE.split(page))
    plain = _LINES.sub("", signed).replace("&#39;", "'").replace("&gt;", ">")
    return re.sub(r'="([\w#.:/%-]+)"(?=[ >])', r"=\1", re.sub(r"\n\s+", "\n", plain))


@cache
def _read_style(name: str) -> str:
    """Return the style of charts, of every page and of one kind of page."""
    folder = resources.files(__package__).joinpath("templates")
    files = (folder.joinpath(f"{part}.css") for part in dict.fromkeys(("page", name)))
    sheets = "".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    shapes = write_shapes() if "[class^=v-]" in sheets else ""
    return "".join([read_style(), sheets, shapes]).replace("\n", "")


@cache
def _open_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("facta.briefs.page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.globals |= {function.__name__: function for function in _CALLED}
    return environment
