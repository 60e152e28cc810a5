"""A module that starts a thread while it is imported and waits for it; the thread wants something of the module."""

# mypy: ignore-errors

import importlib
import os
import sys
import threading


def asks():
    print(importlib.import_module("import_deadlock_of"))


def leaves():
    sys.stdin.readline()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=leaves, daemon=True, name="leaves").start()
    sys.modules["import_deadlock"] = sys.modules["__main__"]
    importlib.import_module("import_deadlock_of")
