"""What is known of a pool's results: when each was finished, when the program got it, and what is said of that."""
