"""Many worksheets, from a roster into one folder, so that it can be stopped at any moment and run again.

1. Every row's file name is known before anything is written (``plan_files``).
2. A file gets its name when it is whole; one that is there already with the same bytes is left alone (``folder``), and
   that is all that running again needs: nothing is remembered, nothing can be remembered wrongly.
3. A row that fails is an outcome like any other. What concerns the folder itself ends the batch.
4. Large batches are made by several processes (``run``); order, names and bytes do not depend on how many.
5. The manifest lists what is done, in the roster's order; it is replaced as a whole, so it is true at every moment.

A packet (``packet``) is one file to be printed of all rows instead.
"""
