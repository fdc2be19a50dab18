"""Metadata: the XMP packet, and the information dictionary that says the same (ISO 32000-1, 14.3; ISO 16684-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import __version__
from generator.model.fingerprint import PAGES_KEY
from generator.pdf.placeholders import NO_MARKERS, Placeholder, join
from generator.pdf.syntax import date, text_string

if TYPE_CHECKING:
    from generator.pdf.conformance import Standard
    from generator.pdf.document_info import Properties
    from generator.pdf.placeholders import Body, Markers

PRODUCER = f"designed-alliance {__version__}"

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
# PDF/A knows nothing of PDF/UA's identifier and wants it described in the packet (ISO 19005-3, 6.6.2.3.3).
_EXTENSION = """\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
"""
_EXTENSION_NAMESPACES = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def packet(properties: Properties, standard: Standard, markers: Markers = NO_MARKERS) -> Body:
    """Return the XMP packet, left open where it holds a marker."""
    described = standard.archival_part and standard.accessible_part
    namespaces = {**_NAMESPACES, **(_EXTENSION_NAMESPACES if described else {})}
    declared = "".join(f'\nxmlns:{prefix}="{address}"' for prefix, address in namespaces.items())
    body = "".join(f"{line}\n" for line in [*_dublin_core(properties), *_other(properties, standard)])
    whole = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">\n<rdf:Description rdf:about=""{declared}>\n'
        f"{body}{_EXTENSION if described else ''}"
        '</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )
    parts = markers.split(whole)
    return join(*[(Placeholder(part, _xml),) if markers.occur_in(part) else part.encode() for part in parts])


def _xml(text: str) -> bytes:
    return escape_xml(text).encode()


def _dublin_core(properties: Properties) -> list[str]:
    lines = [
        "<dc:format>application/pdf</dc:format>",
        f"<dc:title>{_alternatives(properties.title)}</dc:title>",
        f"<dc:language><rdf:Bag><rdf:li>{escape_xml(properties.language)}</rdf:li></rdf:Bag></dc:language>",
    ]
    if properties.kind:
        lines.append(f"<dc:type><rdf:Bag><rdf:li>{escape_xml(properties.kind)}</rdf:li></rdf:Bag></dc:type>")
    if properties.author:
        lines.append(f"<dc:creator><rdf:Seq><rdf:li>{escape_xml(properties.author)}</rdf:li></rdf:Seq></dc:creator>")
    if properties.subject:
        lines.append(f"<dc:description>{_alternatives(properties.subject)}</dc:description>")
    return lines


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape_xml(text)}</rdf:li></rdf:Alt>'


def escape_xml(text: str) -> str:
    """Return text as it stands in the packet."""
    # xml.sax.saxutils has this, and imports urllib for it
    return _printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _printable(text: str) -> str:
    """Return text without what XML 1.0 cannot hold (2.2); both places have it so, because they must agree."""
    if text.isprintable():
        return text
    return "".join(character if _in_xml(ord(character)) else "\N{REPLACEMENT CHARACTER}" for character in text)


def _in_xml(code: int) -> bool:
    return code in {0x9, 0xA, 0xD} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF  # noqa: PLR2004 - XML's


def _other(properties: Properties, standard: Standard) -> list[str]:
    lines = [f"<pdf:Producer>{PRODUCER}</pdf:Producer>"]
    if properties.date:
        moment = properties.date.isoformat(timespec="seconds")
        lines += [f"<xmp:{key}>{moment}</xmp:{key}>" for key in ("CreateDate", "ModifyDate")]
    if standard.accessible_part:
        lines.append(f"<pdfuaid:part>{standard.accessible_part}</pdfuaid:part>")
    if standard.archival_part:
        lines.append(f"<pdfaid:part>{standard.archival_part}</pdfaid:part>")
        lines.append(f"<pdfaid:conformance>{standard.archival_level}</pdfaid:conformance>")
    return lines


def information(properties: Properties, contents: tuple[str, ...] = (), markers: Markers = NO_MARKERS) -> Body:
    """Return the information dictionary; ``contents`` are the digests of the pages' contents."""
    title = markers.write_string(_printable(properties.title))
    entries = [b"/Producer" + text_string(PRODUCER)]
    if properties.author:
        entries.append(b"/Author" + text_string(_printable(properties.author)))
    if properties.subject:
        entries.append(b"/Subject" + text_string(_printable(properties.subject)))
    if properties.date:
        entries += [b"/%b%b" % (key, date(properties.date)) for key in (b"CreationDate", b"ModDate")]
    if contents:
        entries.append(b"/%b(%b)" % (PAGES_KEY.encode(), " ".join(contents).encode()))
    return join(b"<</Title", title, b"".join(entries) + b">>")
