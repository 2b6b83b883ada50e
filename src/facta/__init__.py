"""facta."""
