from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from generator.digests import digest_of, sha256

CHECKOUT = Path(__file__).parents[1]


@pytest.mark.parametrize("before", ["", "import hashlib; "])
def test_the_digest_is_sha_256_with_and_without_openssl(before: str) -> None:
    code = f"{before}from generator.digests import sha256; print(sha256(b'alliance').hex())"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(b"alliance").hexdigest()


@pytest.mark.parametrize("before", ["", "import hashlib; "])
def test_what_begins_alike_is_digested_from_there_on(before: str) -> None:
    code = (
        f"{before}from generator.digests import Begun; begun = Begun(b'al');"
        "print(begun.with_rest(b'l').hex(), begun.with_rest(b'liance').hex())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [hashlib.sha256(data).hexdigest() for data in (b"all", b"alliance")]


def test_a_batch_digests_with_openssl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashlib, "sha256", lambda _: hashlib.md5(b"", usedforsecurity=False))
    assert sha256(b"alliance") == hashlib.md5(b"", usedforsecurity=False).digest()


def test_contents_are_told_apart_by_where_each_ends() -> None:
    assert digest_of(b"ab", b"c") != digest_of(b"a", b"bc")
    assert digest_of(b"ab", b"c") == digest_of(b"ab", b"c")
