"""The command line: options in, messages and exit codes out.

Each command gathers its options into one value, calls one function, writes and reports. Nothing heavy is imported
before a command needs it: start-up is felt. Not even Click, which takes longer to import than a worksheet takes to
compose: where ``alliance compose`` is called in a usual way (``usual``), Click has nothing to do.
"""
