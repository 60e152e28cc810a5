"""Nothing on the screen contradicts anything else on it, at any moment.

A tape is played to many moments; at each of them every board of the screen is painted, at every size, on the stage,
enlarged and presented. The texts are read back, and rules say what must not stand there together.

Add a rule: a function in a file of `rules/` (one file for a lesson) that is given a `Shot` and yields a complaint, in
words, for each thing that is wrong. `@rule()` holds for every screen, `@rule("queue")` where that board is among those
of what is played:

    @rule("queue")
    def the_slots_are_as_many_as_the_depth_says(shot: Shot) -> Iterator[str]:
        box = shot.box("queue of")
        ...
        yield f"{drawn} slots are filled, the digits say {depth}"

Add a tape: a function in a file of `tapes/` with `@tape("a name")` that is given a seed and returns telemetry. Golden
recordings are played as they are.

`python -m tests.consistency [--tape NAME] [--moments N] [--first SEED]` prints what was looked at and each complaint
with the moment, the size and the way the screen was looked at; `--show` prints the screen, too.
"""
