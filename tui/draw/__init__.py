"""Numbers in, cells out: pure drawing functions that know no widget, no theme and no state.

Every function returns exactly the width it is asked for, whatever the values are (NaN, infinities and negative
numbers included), and never raises on a value. Rows have few pieces: a piece is a run the terminal has to be told of.

One folder because each module is one kind of drawing that any board may use: there is no subject to part them by.
"""
