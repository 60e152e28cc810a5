"""Whose variable it is: who holds which copy, what is one thing for all, and what an access to each kind costs."""
