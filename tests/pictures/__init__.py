"""Pictures of all that coreograph draws: `python -m tests.pictures` takes them, and says where two sets differ."""
