"""Writes the JSON Schema of every command's document into docs/reference/schemas; a test fails where they differ."""

from __future__ import annotations

import json
from pathlib import Path

from facta.desk import write_schemas

FOLDER = Path(__file__).parent.parent / "docs" / "reference" / "schemas"


def main() -> None:
    """Write the files anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, schema in write_schemas().items():
        (FOLDER / f"{name}.json").write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
