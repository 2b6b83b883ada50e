"""Renews the output of the commands that the pages of the docs show; a test fails where it differs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pages.console import list_pages, renew_page


def main() -> None:
    """Write the pages anew."""
    for page in list_pages():
        with tempfile.TemporaryDirectory() as folder:
            text = renew_page(page.read_text(encoding="utf-8"), Path(folder))
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
