"""Threads wait for each other for ever around a handler's lock, until a line comes."""

# mypy: ignore-errors

import logging
import os
import sys
import threading

state = threading.RLock()
both = threading.Barrier(2)


class Tells(logging.Handler):
    def emit(self, record):
        both.wait(30)
        with state:
            pass


def update():
    with state:
        both.wait(30)
        log.info("updated")


def serve():
    log.info("asked")


log = logging.getLogger("shop")
log.propagate = False
log.setLevel(logging.INFO)
log.addHandler(Tells())
quiet = logging.getLogger("quiet")
quiet.addHandler(logging.StreamHandler())
quiet.propagate = False
quiet.warning("nobody else is here")
for work in (update, serve):
    threading.Thread(target=work, name=work.__name__, daemon=True).start()
sys.stdin.readline()
os._exit(0)
