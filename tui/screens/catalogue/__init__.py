"""The page of all lessons: what is done, what comes next, and how long each takes."""
