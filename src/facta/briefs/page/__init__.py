"""Pages of HTML from templates: escaped by default, self-contained, with a policy that lets them load nothing."""

from facta.briefs.page.environment import render_page
from facta.briefs.page.parts import draw_figure, link_csv, write_cells, write_data

__all__ = ["draw_figure", "link_csv", "render_page", "write_cells", "write_data"]
