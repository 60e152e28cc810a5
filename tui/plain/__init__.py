"""What is asked for without a screen: reports on standard output, and what a shell is to know of us."""
