"""Waits, while it is imported, for a thread that imports it."""

# mypy: ignore-errors

import threading

from import_deadlock import asks

thread = threading.Thread(target=asks, name="asks", daemon=True)
thread.start()
thread.join()
