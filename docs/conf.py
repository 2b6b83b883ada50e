"""Settings of the documentation site; the reference is written from the code before Sphinx reads the pages."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tools"))

project = "facta"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["conf.py"]

smartquotes = False  # two hyphens are two hyphens: an option, a relation
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist"]

autodoc_typehints = "none"  # the docstrings name the types
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False

html_math_renderer = "mathml"
html_theme = "pydata_sphinx_theme"
html_theme_options = {
    "collapse_navigation": True,  # a page lists its own part only: the tree of all would be most of every page
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": [],
    "footer_end": [],
    "show_prev_next": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_title = "facta"
html_context = {"default_mode": "auto"}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # it would fetch pages, which browsers forbid from the file system


def write_pages(_: Any) -> None:
    """Write the pages that are made from the code and from the notebook."""
    from pages import write_reference
    from pages.notebook import write_notebooks

    write_reference(HERE / "reference")
    write_notebooks(HERE)


def write_formula(page: Any, node: Any, display: str = "inline") -> None:
    """Write a formula as MathML, which browsers draw without a script."""
    from docutils.nodes import SkipNode
    from latex2mathml.converter import convert

    page.body.append(convert(node.astext(), display=display))
    raise SkipNode


def setup(app: Any) -> None:
    """Write pages before Sphinx looks for them, and formulas without a script."""
    app.connect("builder-inited", write_pages)
    app.add_html_math_renderer("mathml", (write_formula, None), (partial(write_formula, display="block"), None))
