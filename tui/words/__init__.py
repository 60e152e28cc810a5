"""Numbers, counts and lists as text, and the words for what a worker does: the same ones everywhere."""
