"""Gibler, Miller and Little's corrections of the dispute data, in the columns and codes of Correlates of War."""

from facta.sources.cow_mid.read import read

__all__ = ["read"]
