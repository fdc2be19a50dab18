"""Pages to PDF: tagged, accessible, to be filled in or to be kept.

The steps: *check* the pages against what the file will claim (``conformance``), *paint* their marks and write their
fields as widgets (``painter``, ``widgets``, ``appearances``), number the widgets (``fields``), add the *structure tree*
(``tagging``), the *fonts* that all of it needed (``embedding``, over ``fonts`` and ``supplements``), *metadata* and
*attachments*, and *write* it all (``writer``).

Worksheets of a roster have much in common, which is made once. Groups of marks and the elements of a block become bytes
with places for numbers (``stencils``, ``places``); a whole file becomes a template with holes for what is personal
(``template``, ``holes``, ``packing``, ``moulding``).

Limits: text is drawn as it is stored, without shaping; colours are sRGB; pictures have 8 bits a channel.
"""

from generator.fonts.metrics import Fonts, MissingGlyph, fonts
from generator.pdf.conformance import Conformance, NotConforming, Violation, violations
from generator.pdf.document import prepare, render
from generator.pdf.document_info import Attachment, Properties, Relationship
from generator.pdf.stencils import Stencils

__all__ = [
    "Attachment",
    "Conformance",
    "Fonts",
    "MissingGlyph",
    "NotConforming",
    "Properties",
    "Relationship",
    "Stencils",
    "Violation",
    "fonts",
    "prepare",
    "render",
    "violations",
]
