"""Panels of directed pairs for research: any measures, or the counts of events, with a data dictionary beside them."""

from facta.desk.panelling.asking import panel
from facta.desk.panelling.results import PanelResult

__all__ = ["PanelResult", "panel"]
