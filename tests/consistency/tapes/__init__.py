"""What is played: invented runs, one file for a lesson, imported all together."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

for _path in sorted(Path(__file__).parent.glob("of_*.py")):
    import_module(f"{__name__}.{_path.stem}")
