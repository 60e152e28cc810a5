"""How the results of a pool are handed over, one way beside the other."""
