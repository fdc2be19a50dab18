"""The sheet's own words: what stands on paper, in tooltips, bookmarks, metadata and calendar entries beside the bank's.

``messages.Words`` says them in the language of its ``catalogue``; ``words_of`` finds the words of a language. A message
is a ``Label``, or a method that takes what stands in its places, and always a whole one: never glued from pieces, its
plural chosen by the language's own rule. English is in the code; other languages are in ``po``, which translators edit,
and ``prepare`` makes of them what is read. What people say or the bank asks is no word of ours.

Texts go in and come out as they are, with no markup; nothing here knows a value of the model.
"""
