"""Pages to PDF: tagged, accessible, to be filled in or to be kept.

The steps (``document``): *check* the pages against the standards that the file will claim (``conformance``); *paint*
their marks (``content_stream``, ``shapes``); write their fields as widgets (``form``, ``appearances``); add the
*structure tree* (``structure_tree``), the *outline*, the *fonts* (``font_embedding``, ``font_objects``; of what the
prepared ones lack ``glyph_fallback``, of shaped text ``cluster_fonts``), *metadata* and *attachments*; *write* the
objects (``writer``, ``xref_stream``).

Documents that differ in a few texts are built once, as a ``template``: their texts hold markers, which become
``placeholders`` in the objects and are filled for each copy. Many copies in one file are a ``packet``.

Limits: colours are sRGB; pictures have 8 bits a channel.
"""

from generator.fonts.metrics import Fonts, MissingGlyph, fonts
from generator.pdf.conformance import Conformance, NotConforming, Violation, violations
from generator.pdf.document import build_template, render
from generator.pdf.document_info import Attachment, Properties, Relationship

__all__ = [
    "Attachment",
    "Conformance",
    "Fonts",
    "MissingGlyph",
    "NotConforming",
    "Properties",
    "Relationship",
    "Violation",
    "build_template",
    "fonts",
    "render",
    "violations",
]
