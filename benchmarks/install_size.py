"""Size of the core install: packages and megabytes of a fresh environment without extras."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

__all__ = ["measure_install_size"]


def measure_install_size(project: Path) -> dict[str, float]:
    """Return packages and megabytes of the core install."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "core"
        subprocess.run(["uv", "venv", "--quiet", str(environment)], check=True)
        python = str(environment / "bin" / "python")
        subprocess.run(["uv", "pip", "install", "--quiet", "--python", python, str(project)], check=True)
        listed = subprocess.run(
            ["uv", "pip", "list", "--quiet", "--python", python], check=True, capture_output=True, text=True
        )
        packages = next(environment.glob("lib/python*/site-packages"))
        size = sum(file.stat().st_size for file in packages.rglob("*") if file.is_file())
    return {
        "packages (promised: at most 30)": len(listed.stdout.splitlines()) - 2,
        "megabytes (promised: below 350)": round(size / 1e6),
    }
