"""The one screen on which a scenario is seen."""
