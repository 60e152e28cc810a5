"""What is known of speed: readings of each variant, and words."""
