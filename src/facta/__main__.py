"""``python -m facta`` is ``facta``."""

from facta.cli import main

if __name__ == "__main__":
    main()
