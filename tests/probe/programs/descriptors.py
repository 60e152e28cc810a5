"""Closes every descriptor that it has not opened, works on in threads and processes, and looks at its own files."""

# mypy: ignore-errors

import os
import queue
import threading
from concurrent.futures import ThreadPoolExecutor


def work():
    its, lock = queue.Queue(), threading.Lock()
    with lock:
        its.put(1)
    with ThreadPoolExecutor(2) as executor:
        return sum(executor.map(abs, range(300))) + its.get()


work()
os.closerange(3, 256)
files = [os.open(f"own{n}", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600) for n in range(20)]
for number, file in enumerate(files):
    os.write(file, b"mine %d" % number)
print(work(), files)
pid = os.fork()
if pid == 0:
    work()
    os._exit(0)
print(os.waitpid(pid, 0)[1], [os.pread(file, 100, 0) for file in files], [os.fstat(file).st_size for file in files])
