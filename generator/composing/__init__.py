"""Composing: what a document says and in which order, as logical blocks; no measures."""
