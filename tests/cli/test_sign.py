"""``alliance merge --sign``: signed, still PDF/A-3a, and ``verify`` tells what the signature is worth."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import click
import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from pypdf.generic import NameObject, NumberObject

from tests.cli.keys import certificate, p12, pem
from tests.foreign.tools import output_of, program
from tests.foreign.verapdf import failed_rules

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Terminal

ANSWERS = "people: [Ana Lima, Ben Okafor]\nanswers: {hopes: {Ana Lima: As long as it needs to be.}}\n"
EPOCH = "1796385600"
SIGN = ("--sign", "key.p12", "--passphrase-file", "passphrase")


@pytest.fixture
def desk(alliance: Terminal, private: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    signer = certificate(private, "Ana Lima", 2040)
    alliance.file("answers.yaml", ANSWERS)
    alliance.file("passphrase", "geheim\n")
    alliance.file("key.p12", p12(private, signer))
    alliance.file("ca.pem", pem(signer))
    return alliance


@pytest.fixture
def signed(desk: Terminal) -> Path:
    desk.done("merge", "answers.yaml", *SIGN, "-o", "a.pdf")
    return desk.folder / "a.pdf"


@pytest.mark.slow
def test_a_signed_alliance_still_is_pdf_a_3a_and_pdf_ua_1(signed: Path) -> None:
    checks = [("3a", signed), ("ua1", signed)]
    assert failed_rules(checks) == {check: [] for check in checks}


def test_poppler_finds_the_signature_valid_over_the_whole_document(signed: Path) -> None:
    said = output_of(program("pdfsig"), "-nocert", signed)
    assert "Signer Certificate Common Name: Ana Lima" in said
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said


def test_name_and_date_stand_on_the_last_page(signed: Path) -> None:
    *_, last = pypdf.PdfReader(signed).pages
    (widget,) = (each.get_object() for each in last.annotations or ())
    assert widget["/TU"] == "Digital signature of Ana Lima, 4 December 2026, 12:00 UTC"
    shown = widget["/AP"]["/N"].get_data()
    assert b"(\0A\0n\0a\0 \0L\0i\0m\0a)Tj" in shown
    assert "Signed digitally" in last.extract_text()


def test_the_same_key_and_time_give_the_same_bytes(desk: Terminal, signed: Path) -> None:
    assert desk.done("merge", "answers.yaml", *SIGN, "-o", "-").out == signed.read_bytes()


def test_verify_reports_the_signature_and_what_it_did_not_judge(desk: Terminal, signed: Path) -> None:
    ended = desk.done("verify", signed.name)
    assert ended.text.startswith("a.pdf: unaltered, a finished alliance; its digest is ")
    assert ended.lines[0] == (
        "a.pdf: signed by 'Ana Lima' on 2026-12-04 12:00 UTC; the signature is intact and covers the whole file; "
        "whether its certificate can be trusted was not judged (--trust CA.pem)."
    )


def test_verify_judges_the_certificate_by_those_that_are_given(desk: Terminal, signed: Path) -> None:
    said = desk.done("verify", signed.name, "--trust", "ca.pem").lines[0]
    assert said.endswith("its certificate comes from those given with --trust.")
    other = rsa.generate_private_key(65537, 2048)
    desk.file("other.pem", pem(certificate(other, "Somebody", 2040)))
    desk.file("junk.pem", "-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n")
    assert "its signatures cannot be read" in desk("verify", signed.name, "--trust", "junk.pem").err
    ended = desk("verify", signed.name, "--trust", "other.pem")
    assert ended.code == 3
    assert "its certificate does not come from those given with --trust" in ended.err


def test_a_missing_certificate_between_is_told_as_that(desk: Terminal, private: rsa.RSAPrivateKey) -> None:
    between, top = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    desk.file("key.p12", p12(private, certificate(private, "Ana Lima", 2040, issuer=(between, "Between"))))
    desk.file("top.pem", pem(certificate(top, "Top", 2040)))
    desk.done("merge", "answers.yaml", *SIGN, "-o", "a.pdf")
    ended = desk("verify", "a.pdf", "--trust", "top.pem")
    assert (ended.code, ended.lines) == (
        3,
        [
            (
                "a.pdf: the signature of 'Ana Lima' is intact, but the certificate of 'Between', which issued it, is "
                "neither in the file nor among those of --trust. "
                "If you trust 'Between': add its certificate to the file of --trust."
            )
        ],
    )


def test_a_certificate_that_is_not_made_for_signatures_is_told_as_that(
    desk: Terminal, private: rsa.RSAPrivateKey
) -> None:
    top = rsa.generate_private_key(65537, 2048)
    desk.file("key.p12", p12(private, certificate(private, "Ana Lima", 2040, issuer=(top, "Top"), signs=False)))
    desk.file("ca.pem", pem(certificate(top, "Top", 2040)))
    desk.done("merge", "answers.yaml", *SIGN, "-o", "a.pdf")
    ended = desk("verify", "a.pdf", "--trust", "ca.pem")
    assert ended.code == 3
    assert "its certificate is not made for signatures: its key usage does not name non-repudiation" in ended.err


@pytest.mark.parametrize(
    "key", [ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP384R1())], ids=["Ed25519", "EC"]
)
def test_keys_on_curves_sign_too(desk: Terminal, key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> None:
    signer = certificate(key, "Ana Lima", 2040)
    desk.file("key.p12", p12(key, signer))
    desk.file("ca.pem", pem(signer))
    desk.done("merge", "answers.yaml", *SIGN, "-o", "a.pdf")
    said = desk.done("verify", "a.pdf", "--trust", "ca.pem").lines[0]
    assert said.endswith("its certificate comes from those given with --trust.")


@pytest.mark.parametrize(
    "written",
    [b"geheim\n", b"geheim", b"\xef\xbb\xbfgeheim\r\n", "\ufeffgeheim\r\n".encode("utf-16-le"),
     "\ufeffgeheim\n".encode("utf-16-be")],
)  # fmt: skip
def test_a_mark_is_no_part_of_a_passphrase(desk: Terminal, written: bytes) -> None:
    desk.file("passphrase", written)
    desk.done("merge", "answers.yaml", *SIGN, "-o", "a.pdf")


@pytest.mark.parametrize("line", [b"\n", b"\r\n", b"\xef\xbb\xbf\r\n"])
def test_an_empty_line_is_an_empty_passphrase(desk: Terminal, private: rsa.RSAPrivateKey, line: bytes) -> None:
    desk.file("key.p12", p12(private, certificate(private, "Ana Lima", 2040), b""))
    desk.file("passphrase", line)
    desk.done("merge", "answers.yaml", *SIGN, "-o", "a.pdf")


def test_what_is_added_after_signing_is_noticed(desk: Terminal, signed: Path) -> None:
    writer = pypdf.PdfWriter(signed, incremental=True)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(90)
    writer.write(desk.folder / "b.pdf")
    ended = desk("verify", "b.pdf")
    assert ended.code == 3
    assert [line.split(". ")[0] for line in ended.lines] == [
        "b.pdf: page 1 was altered",
        "b.pdf: the signature of 'Ana Lima' is intact, but something was added to the file after it",
    ]


def test_a_byte_that_is_changed_below_the_signature_is_noticed(desk: Terminal, signed: Path) -> None:
    data = signed.read_bytes()
    desk.file("b.pdf", data.replace(b"/Name (Ana Lima)", b"/Name (Ann Lima)"))
    ended = desk("verify", "b.pdf")
    assert ended.code == 3
    assert "does not hold: what it covers was altered" in ended.err


def test_a_signature_that_was_taken_out_is_noticed(desk: Terminal, signed: Path) -> None:
    data = signed.read_bytes()
    desk.file("b.pdf", data[: data.index(b"%%EOF\n") + len(b"%%EOF\n")])
    ended = desk("verify", "b.pdf")
    assert (ended.code, ended.lines) == (3, ["b.pdf: its signature was taken out. Ask for the file as it was signed."])


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        ({"passphrase": b"falsch"}, "key.p12: does not open with this passphrase. "),
        ({"key.p12": b"no key"}, "key.p12: does not open with this passphrase. "),
        ({"passphrase": b""}, "passphrase: has nothing on its first line. "),
        ({"key.p12": None}, "key.p12: there is no such file. "),
    ],
)
def test_a_key_that_does_not_open_is_refused_and_nothing_is_written(
    desk: Terminal, prepare: dict[str, bytes | None], said: str
) -> None:
    for name, content in prepare.items():
        if content is None:
            (desk.folder / name).unlink()
        else:
            desk.file(name, content)
    there = desk.files()
    ended = desk("merge", "answers.yaml", *SIGN)
    assert (ended.code, len(ended.lines)) == (3, 1)
    assert ended.lines[0].startswith(said)
    assert desk.files() == there


@pytest.mark.parametrize(
    ("epoch", "said"),
    [
        ("2300000000", "key.p12: its certificate was valid until 2040-01-01 only. "),
        ("1000000000", "key.p12: its certificate is not valid before 2026-01-01. "),
    ],
)
def test_a_certificate_that_is_not_valid_then_is_refused(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch, epoch: str, said: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    ended = desk("merge", "answers.yaml", *SIGN)
    assert (ended.code, len(ended.lines)) == (3, 1)
    assert ended.lines[0].startswith(said)


def test_the_passphrase_is_asked_for_on_a_terminal(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def prompt(text: str, **how: object) -> str:
        asked.append((text, how["hide_input"], how["confirmation_prompt"]))
        return "geheim"

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr("generator.cli.passwords._is_terminal", lambda: True)
    desk.done("merge", "answers.yaml", "--sign", "key.p12", "-o", "a.pdf")
    assert asked == [("Passphrase of the key", True, False)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sign", "key.p12"], "Passphrase wanted, and there is no terminal to ask on. Give --passphrase-file FILE."),
        ([*SIGN, "--password-file", "passphrase"], "an alliance is signed or encrypted, not both. "),
        (["--passphrase-file", "passphrase"], "--passphrase-file opens the key of --sign, and there is none. "),
    ],
)
def test_options_that_do_not_fit_are_2(desk: Terminal, options: list[str], said: str) -> None:
    ended = desk("merge", "answers.yaml", *options)
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert ended.lines[0].startswith(said)


def test_without_the_extra_it_says_what_to_install_and_verify_says_what_it_did_not_do(
    desk: Terminal, signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.workflows.sign.find_spec", lambda _: None)
    ended = desk("merge", "answers.yaml", *SIGN)
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert ended.lines[0].endswith('pip install "designed-alliance[sign]"')
    assert "has 1 signatures, which were not judged" in desk.done("verify", signed.name).err


def test_a_name_that_needs_another_typeface_or_much_room_is_signed_with(
    desk: Terminal, private: rsa.RSAPrivateKey
) -> None:
    desk.file("key.p12", p12(private, certificate(private, "Łucja Щербакова 李 " + "W" * 30, 2040)))
    desk.done("merge", "answers.yaml", *SIGN, "-o", "a.pdf")
    assert b"unaltered" in desk.done("verify", "a.pdf").out
    data = (desk.folder / "a.pdf").read_bytes()
    assert io.BytesIO(data).read(5) == b"%PDF-"
