"""Jalur grown to a nation: the same pages beside the same pages on the example country.

    python -m bench growth [WORD …] [--folder FOLDER] [--people N]

Words (all of them when none is given):
    load     300,000 people with files, orders, classes, seats and six national plans, by COPY, beside the example country
    sweep    every GET address as everybody in the cast: queries and time, small beside grown
    mix      fifteen pages at 1, 8 and 32 clients against `jalur serve`; a list of 25 rows beside /about/
    exports  a table of tens of thousands of rows beside COPY out of the same: whole time, first byte, memory

`--folder` keeps server and databases for the next time. The exit code says whether every bar holds.
"""
