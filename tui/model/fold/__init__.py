"""The fold: telemetry in, the next state out. The rules stand in `fold.fold`."""
