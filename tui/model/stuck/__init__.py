"""Waits that nobody can end: who waits for what, who could end it, and why they cannot.

    needs.py       of each thread that stands still: what could end its wait
    able.py        the fixpoint: who is left when everybody who can go on has ended what they can
    standstill.py  that of a run, and since when; what is remembered of a run that was ended
    circles.py     who waits for whom in a circle: locks and ends of threads and processes
    scene.py       what is looked up while a standstill is told
    cause.py       the root of a standstill, and the words all kinds share
    causes.py      the kinds in their order; a file for each family of them
    rows.py        a line for each of those who are stuck

Rules of these files: pure; whoever is not known to be unable to go on is able; a wait of which it is not known who
could end it is no fault of anybody. Nothing is stuck before it has stood still for `LONG_S` together.
"""
