"""Numbers in, cells out: pure drawing functions that know no widget, no theme and no state.

    cells    Ink, Piece, Row; cutting and padding by cell width
    glyphs   the three glyph sets: UNICODE, PROJECTOR (heavy borders), ASCII
    numbers  numbers as text of fixed width
    digits   big digits of three and of five rows
    panel    the frame of a panel
    bars     one row: meter, progress, track, history, lane, a core's history
    area     a filled chart of a quantity over a whole run
    curve    speed-up by number of workers
    reasons  why a worker does not run: glyph, ink, word
    source   numbered source code

Every function returns exactly the width it is asked for, whatever the values are (NaN, infinities and negative
numbers included), and never raises on a value. Rows have few pieces: a piece is a run the terminal has to be told of.
"""
