"""What is known of shared memory: readings and words."""
