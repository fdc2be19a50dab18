"""``alliance`` and ``python -m generator``."""

from __future__ import annotations

import gc
import io
import sys

from generator.cli import alliance
from generator.cli.failures import exit_code_of
from generator.output import terminate_cleanly


def main() -> None:
    """Run the command line and exit with its code."""
    # A command lives for a moment: looking for cyclic garbage every 700 objects only delays it.
    gc.set_threshold(100_000)
    terminate_cleanly()
    if sys.stdin is None:  # closed by who started us; reading it is reading nothing then
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    arguments = sys.argv[1:]
    sys.exit(
        exit_code_of(
            lambda: alliance.main(args=arguments, prog_name="alliance", standalone_mode=False),
            debug="--debug" in arguments,
        )
    )


if __name__ == "__main__":
    main()
