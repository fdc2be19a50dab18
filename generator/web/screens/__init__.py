"""One module a screen: its routes, and what answers them."""

from generator.web.screens import alliance, alliances, assets, new, returns, revise, roster, start, talk

SCREENS = (start, new, talk, returns, alliances, alliance, revise, roster, assets)
"""In the order in which addresses are compared."""
