"""Typefaces that somebody gives: any OpenType file, and nothing that is none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types

from generator.errors import AssetError, InvalidInput
from generator.fonts import read
from generator.fonts.faces import Face, Faces
from generator.fonts.metrics import fonts
from generator.fonts.shaping import shaping_font
from generator.formats import given_typeface
from generator.formats.given_typeface import load_typefaces, read_typefaces

COLLECTION = (Path(__file__).parents[1] / "fixtures/typefaces/cjk.ttc").read_bytes()
NOTO = read("NotoSans-Regular.ttf")


def changed(data: bytes, *, fs_type: int | None = None, dropped: tuple[str, ...] = ()) -> bytes:
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    if fs_type is not None:
        font["OS/2"].fsType = fs_type
    for tag in dropped:
        del font[tag]
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def test_a_collection_gives_all_its_typefaces() -> None:
    files = read_typefaces(COLLECTION)
    assert [(file.name, file.number) for file in files] == [
        ("NotoSansCJKjp-Regular", 0),
        ("NotoSansCJKkr-Regular", 1),
        ("NotoSansCJKsc-Regular", 2),
    ]
    assert [shaping_font(file).has("김") for file in files] == [True, True, True]
    assert [shaping_font(file).has("계") for file in files] == [False, True, False]


@pytest.mark.parametrize(
    ("language", "name"), [("ja", "jp"), ("zh-Hans", "sc"), ("zh", "sc"), ("ko", "kr"), ("de", "jp")]
)
def test_chinese_characters_have_the_forms_of_the_language(language: str, name: str) -> None:
    measures = fonts(Faces(language=language, given=read_typefaces(COLLECTION)))
    (piece,) = measures.split("直", Face.TEXT)
    assert piece.file is not None
    assert piece.file.name == f"NotoSansCJK{name}-Regular"


def test_a_given_typeface_comes_before_a_shipped_one_and_after_the_houses() -> None:
    given = read_typefaces(read("DejaVuSans.ttf"))
    measures = fonts(Faces(given=given))
    pieces = [(piece.file and piece.file.name, piece.codes) for piece in measures.split("Ana محمد ☃", Face.TEXT)]
    assert pieces == [(None, "Ana "), ("DejaVuSans", "محمد "), (None, "☃")]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is no TrueType or OpenType file"),
        (b"wOF2" + NOTO[4:], "is no TrueType or OpenType file"),
        (NOTO[:400], "is damaged"),
        (b"ttcf" + b"\0" * 40, "is damaged"),
        (changed(NOTO, dropped=("glyf", "loca")), "has no outlines, only pictures"),
        (changed(NOTO, fs_type=2), "forbids to be embedded in documents"),
        (changed(NOTO, fs_type=0x100), "forbids to be embedded in parts"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(AssetError, match=what):
        read_typefaces(data)


def test_the_place_of_what_is_wrong_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("large.ttf").write_bytes(NOTO)
    monkeypatch.setattr(given_typeface, "MOST_BYTES", 1000)
    with pytest.raises(InvalidInput, match=r"large\.ttf: is larger"):
        load_typefaces("large.ttf")
    with pytest.raises(InvalidInput, match=r"none\.ttf"):
        load_typefaces("none.ttf")


@pytest.mark.parametrize("seed", range(20))
def test_damaged_typefaces_are_refused_or_draw_something(seed: int) -> None:
    data = bytearray(read("scripts/NotoSansThai-Regular.ttf"))
    for number in range(200):
        data[300 + (seed * 7919 + number * 104_729) % (len(data) - 300)] = (seed * 31 + number * 17) % 256
    try:
        (file,) = read_typefaces(bytes(data))
    except AssetError:
        return
    clusters = shaping_font(file).shape("สวัสดีครับ น้ำ", "th", right_to_left=False)
    assert "".join(cluster.text for cluster in clusters) == "สวัสดีครับ น้ำ"
