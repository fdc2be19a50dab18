"""Print pip's constraints for the lowest releases that pyproject.toml promises, with all extras.

Where a package is wanted twice, the higher of its lower bounds holds. Raises SystemExit for a requirement that is not
written as ``name>=version``: its lower bound would not be tested.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)>=([0-9]+(?:\.[0-9]+)*)")


def lower_bounds(pyproject: Path) -> dict[str, tuple[int, ...]]:
    """Return the lower bound of each package, by its normalised name (PEP 503)."""
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    bounds: dict[str, tuple[int, ...]] = {}
    for requirements in (project["dependencies"], *project["optional-dependencies"].values()):
        for requirement in requirements:
            found = REQUIREMENT.fullmatch(requirement)
            if not found:
                message = f"{pyproject.name}: '{requirement}' is not written as name>=version"
                raise SystemExit(message)
            name = re.sub(r"[-_.]+", "-", found[1]).lower()
            version = tuple(int(part) for part in found[2].split("."))
            bounds[name] = max(version, bounds.get(name, version))
    return bounds


for name, version in sorted(lower_bounds(Path(__file__).parent.parent / "pyproject.toml").items()):
    print(f"{name}=={'.'.join(map(str, version))}")  # noqa: T201 - pip reads it
