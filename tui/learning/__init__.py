"""What a learner guessed and answered, how it came out, and what is kept of it."""
