"""What crosses to another process: what it costs, what is refused, what arrives as something else."""
