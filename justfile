# One recipe checks everything; `uv run just check`.

# Format, lint, types, import law, tests.
check: lint types rooms test

# Style, by ruff.
lint:
    ruff format --check
    ruff check

# Types, strictly.
types:
    mypy

# Imports run one way between the rooms.
rooms:
    lint-imports

# The README's test command.
test:
    pytest

# Mend what can be mended.
fix:
    ruff format
    ruff check --fix

# Build the starter evidence anew from publisher files.
starter data="../shared/data":
    python -m facta.store.starter {{data}}

# Renew what the docs hold of the code: the output of their commands, and the schemas.
docs:
    python tools/write_pages.py
    python tools/write_schemas.py

# Build the documentation site; a warning or a dead link is an error. `uv run --group docs just site`.
site:
    sphinx-build -W --keep-going -q -b html docs build/site

# Ratios to a baseline in the same run.
bench:
    python benchmarks/run.py

# Renew the picture of a brief in the README; Chromium draws it.
picture:
    facta brief china-russia --no-record -o build/brief.html
    chromium --headless --no-sandbox --hide-scrollbars --window-size=1200,900 --screenshot=docs/_static/brief.png build/brief.html
