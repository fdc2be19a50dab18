"""``alliance`` and ``python -m generator``."""

from __future__ import annotations

import gc
import os
import sys

# A command lives for a moment: looking for cyclic garbage every 700 new objects took a tenth of its time.
# The limit is high, not gone, for the commands that do much.
gc.set_threshold(100_000)

try:
    from generator.cli.commands import run
    from generator.cli.failures import run_and_report
    from generator.cli.graceful_stop import terminate_cleanly
    from generator.cli.streams import expand_wildcards, prepare_streams
except KeyboardInterrupt:  # importing is most of what a command does
    sys.exit(130)


def main() -> None:
    """Run the command line and exit with its code."""
    terminate_cleanly()
    prepare_streams()
    arguments = expand_wildcards(sys.argv[1:]) if os.name == "nt" else sys.argv[1:]
    code = run_and_report(lambda: run(arguments), debug="--debug" in arguments)
    gc.freeze()  # else Python looks on its way out for garbage in all that there is: a seventh of what compose takes
    sys.exit(code)


if __name__ == "__main__":
    main()
