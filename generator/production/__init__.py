"""From a worksheet or an alliance to the bytes of its PDF: compose, typeset, prove, render."""
