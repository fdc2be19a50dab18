"""Compose, fill in and finish the worksheet of the exercise *Designing the Alliance*.

The stages, in the order in which data flows through them:

1. ``sources`` read files (bank, layout, answers, filled PDFs) into frozen values.
2. ``composing`` turns a worksheet or an alliance into a ``document``: logical blocks.
3. ``typesetting`` turns the blocks into ``pages``: placed marks, fields, structure.
4. ``pdf`` turns the pages into the bytes of a PDF file.
5. ``output`` publishes the bytes, whole or not at all.
"""

__version__ = "0.1.0"
