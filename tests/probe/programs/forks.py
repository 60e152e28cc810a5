"""Forks in the middle of a thread and after tasks; every process runs tasks of its own."""

# mypy: ignore-errors

import os
import threading
from concurrent.futures import ThreadPoolExecutor


def work(count):
    with ThreadPoolExecutor(2) as executor:
        return sum(executor.map(abs, range(count)))


def wait_for(pid):
    return os.waitpid(pid, 0)[1]


def fork_in_thread():
    pid = os.fork()
    if pid:
        print("thread's child", wait_for(pid), flush=True)


work(5)
pid = os.fork()
if pid == 0:
    work(7)
    os._exit(0)
print("child", wait_for(pid), flush=True)
thread = threading.Thread(target=fork_in_thread, name="forks")
thread.start()
thread.join()
work(6)
