"""The command line: options in, messages and exit codes out.

Each command gathers its options into a request, calls one function of ``workflows``, publishes the result and says so.
A command's module is imported when the command is called, and what only some calls need inside its functions.
"""
