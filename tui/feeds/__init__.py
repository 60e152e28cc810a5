"""Where telemetry comes from. A live run, a recording and a test's script differ by one object, the feed."""
