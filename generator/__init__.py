"""Compose, fill in and finish the worksheet of the exercise *Designing the Alliance*.

From Python::

    from generator import compose, merge, read, revise, verify

    compose(people=["Ana Lima", "Ben Okafor"], suggest=3).save("worksheet.pdf")
    alliance = merge("filled.pdf")
    alliance.save()

These functions print nothing and never exit: what goes wrong is an exception of ``generator.errors``. The rooms, from
the command line down: ``cli`` talks, ``workflows`` does the work of each command, ``formats`` reads files, ``pdf``
writes PDF files, ``typesetting`` turns blocks into pages, ``composing`` turns the ``model`` into blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.workflows.interface import compose, merge, read, revise, verify

__version__ = "0.1.0"
__all__ = ["compose", "merge", "read", "revise", "verify"]


def __getattr__(name: str) -> object:
    """Return a function of the Python interface, imported now: the command line needs none of them."""
    if name not in __all__:
        message = f"module 'generator' has no attribute '{name}'"
        raise AttributeError(message)
    from generator.workflows import interface  # noqa: PLC0415 - imports everything

    return getattr(interface, name)
