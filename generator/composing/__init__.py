"""Composing: what a document says and in which order, as logical blocks; no measures."""

from generator.composing.alliance import compose_alliance
from generator.composing.worksheet import compose_worksheet, composed_as

__all__ = ["compose_alliance", "compose_worksheet", "composed_as"]
