"""What crosses to another process, what that costs, and what cannot."""
