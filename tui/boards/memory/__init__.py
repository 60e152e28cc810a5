"""A block of shared memory, who has it where, and the race against copying."""
