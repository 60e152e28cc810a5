"""The one frozen state and its slices."""
