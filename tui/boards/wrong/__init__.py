"""Workers that go wrong: who tells of it, who dies and who waits, what the worker saw and what the caller did."""
