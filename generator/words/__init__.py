"""The sheet's own words: what stands on paper, in tooltips, bookmarks, metadata and calendar entries beside the bank's.

``english`` has the messages, ``dates`` the dates and clock times. A message is a constant, or a function of what is
put into it, and always a whole one: never glued from pieces, its plurals decided in one place. So another language can
take the place of a module without its callers knowing. What people say or the bank asks is no word of ours.

Texts go in and come out as they are, with no markup; nothing here reads a file or knows a value of the model.
"""
