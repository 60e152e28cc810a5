"""The process sampler: what every thread and core did since the last look, asked from the operating system.

    sampler.py         ProcessSampler: one look at the run, the cores and what watching costs
    machine.py         what this machine is and what it can tell
    look.py            what a backend answers, and the seam between the backends
    linux.py           the run's tree from /proc; files.py reads it, processes.py and threads.py keep it,
                        ledger.py finds the CPU time of what ended between two looks
    wait_reason.py     pure: a blocked system call to a reason
    surroundings.py    what that needs from outside: descriptors, memory; python_runtime.py: where the GIL lies
    portable.py        the same with psutil, for other systems
    zombies.py         who has ended without being waited for, and how
    cores.py           how busy every core is, and the run's part in it

One folder because all of it is one look at one tree: no part of it is of use without the others.

Rules: nothing blocks, nothing starts a thread, nothing guesses. What the system does not tell is `None` or
`unknown`. Whatever vanishes between two reads is not an error. An interval is measured, never assumed.
"""
