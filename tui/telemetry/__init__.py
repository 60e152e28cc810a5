"""What a run says about itself, and how it is written down."""
