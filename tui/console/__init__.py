"""The terminal under the app: its keys, its modes, what ends or suspends us, and who restores it when we are killed."""
