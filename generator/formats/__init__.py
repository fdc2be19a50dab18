"""Readers: bytes in, frozen values out, every problem located; one module a format.

The text formats (YAML, JSON) go the same three steps: bytes become located ``nodes``, the nodes are checked against a
``schema``, and the reader of the kind of file (``bank``, ``answers`` ...) adds what no schema can say and builds the
value.

This is the only package that imports yaml, json (for reading), expat, csv and pypdf.
"""
