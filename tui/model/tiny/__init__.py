"""Where the time of a pool's workers went, and from which size of a task on a pool pays."""
