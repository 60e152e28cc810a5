"""The pure core: telemetry is folded into one frozen state, and readings and verdicts are computed from it."""
