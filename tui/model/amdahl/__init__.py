"""What is known of Amdahl's wall: one job with different numbers of workers, what a fit says of it, and words."""
