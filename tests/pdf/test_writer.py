import io

from pypdf import PdfReader

from generator.pdf.placeholders import Markers, Placeholder
from generator.pdf.syntax import stream, text_string
from generator.pdf.template import Objects

MARKERS = Markers("\ufdd0")


def written(objects: Objects, root: int, info: int) -> bytes:
    return objects.template(root, info, MARKERS).fill({})


def put_together(*bodies: bytes) -> bytes:
    """Return the smallest file that holds these objects besides."""
    objects = Objects()
    pages = objects.add(b"<</Type/Pages/Count 0/Kids[]>>")
    for body in bodies:
        objects.add(body)
    root = objects.add(b"<</Type/Catalog/Pages %d 0 R>>" % pages)
    return written(objects, root, objects.add(b"<</Title(x)>>"))


def test_a_file_begins_and_ends_as_pdf_1_7_does() -> None:
    data = put_together()
    assert data.startswith(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    assert data.endswith(b"%%EOF\n")


def test_a_strict_reader_finds_every_object() -> None:
    data = put_together(*(b"(object %d)" % number for number in range(500)))
    reader = PdfReader(io.BytesIO(data), strict=True)
    found = {str(reader.get_object(number)) for number in range(1, int(str(reader.trailer["/Size"])))}
    assert found >= {f"object {number}" for number in range(500)}


def test_the_identifier_is_a_digest_of_the_content() -> None:
    first, same, other = (PdfReader(io.BytesIO(put_together(body))).trailer["/ID"] for body in (b"(a)", b"(a)", b"(b)"))
    assert first == same != other


def test_an_object_may_be_written_after_others_refer_to_it() -> None:
    objects = Objects()
    later = objects.reserve()
    root = objects.add(b"<</Type/Catalog/Pages %d 0 R>>" % later)
    objects.add(b"<</Type/Pages/Count 0/Kids[]>>", later)
    reader = PdfReader(io.BytesIO(written(objects, root, objects.add(b"<<>>"))), strict=True)
    assert len(reader.pages) == 0


def test_open_objects_stand_after_all_constant_ones() -> None:
    objects = Objects()
    objects.add_open_stream((b"",), (Placeholder("\ufdd0", str.encode),), level=0)
    objects.add_stream(b"", b"constant")
    root = objects.add(b"<</Type/Catalog>>")
    template = objects.template(root, objects.add((b"<</Title", Placeholder("\ufdd0", text_string), b">>")), MARKERS)
    data = template.fill({"\ufdd0": "Ana"})
    assert data.index(b"constant") < data.index(b"ObjStm") < data.index(b"stream\nAna\n")
    reader = PdfReader(io.BytesIO(data), strict=True)
    assert reader.metadata
    assert reader.metadata.title == "Ana"


def test_a_template_is_filled_however_often() -> None:
    objects = Objects()
    root = objects.add(b"<</Type/Catalog/Pages null>>")
    info = objects.add((b"<</Title", *MARKERS.write_string("for \ufdd0 (x)"), b">>"))
    template = objects.template(root, info, MARKERS)
    for name in ("Ana", "Zoé", "Ж", "(\\)", "Ana"):
        metadata = PdfReader(io.BytesIO(template.fill({"\ufdd0": name})), strict=True).metadata
        assert metadata
        assert metadata.title == f"for {name} (x)"
    assert template.fill({"\ufdd0": "Ana"}) == template.fill({"\ufdd0": "Ana"})


def test_a_stream_ends_its_line_before_endstream() -> None:
    assert stream(b"/N 1", b"short") == b"<</N 1/Length 5>>stream\nshort\nendstream"


def test_a_long_stream_is_deflated() -> None:
    assert len(stream(b"", b"a" * 5000)) < 200
