"""Why a file that a brand names cannot be used."""

from __future__ import annotations


class AssetError(ValueError):
    """A picture or a typeface that cannot be taken; where it is named is the reader's to say."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        """What is wrong, after the file's name; foreign parts already ``shown``."""
        self.hint = hint
        """What to do, a whole sentence."""
        super().__init__(f"{message}. {hint}")


def missing_extra(package: str, purpose: str) -> AssetError:
    """Return the failure where an optional package is not installed."""
    hint = "Install the extra 'brand': pip install 'designed-alliance[brand]'"
    return AssetError(f"needs {package} {purpose}, which is not installed", hint)
