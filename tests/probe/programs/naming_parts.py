"""Objects made in an imported module, as a program keeps them."""

# mypy: ignore-errors

import multiprocessing
import queue
import threading

shared = queue.Queue()


class Desk:
    """Has one thing for all desks and some of its own."""

    guard = threading.Lock()

    def __init__(self):
        self.jobs = queue.Queue(3)
        self.left, self.right = multiprocessing.Pipe()
        self.drawers = {"top": queue.LifoQueue()}


def new_queue():
    return queue.SimpleQueue()
