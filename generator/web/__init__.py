"""The page in the browser, on this machine only: the commands' workflows, and pages drawn for the screen.

``pages_as_svg`` draws typeset pages as SVG, ``web_fonts`` makes the typefaces with which a browser draws them.
"""
