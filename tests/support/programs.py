"""Programs that do their best to stay."""

STUBBORN = """
import os, signal, sys, time
def stay():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.write(writer, b"x")
    while True: time.sleep(1000)
reader, writer = os.pipe()
"""
WORKER_IGNORES = STUBBORN + "pid = os.fork() or stay()\nos.read(reader, 1)\nprint(pid, flush=True)\n"
ALL_IGNORE = STUBBORN + "pid = os.fork() or stay()\nos.read(reader, 1)\nprint(pid, flush=True)\nstay()\n"
DAEMON = (
    STUBBORN
    + """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        for fd in (0, 1, 2): os.close(fd)
        stay()
    os._exit(0)
os.wait()
os.read(reader, 1)
print("ready", flush=True)
"""
)
STOPPED = STUBBORN + (
    "pid = os.fork() or stay()\nos.read(reader, 1)\nos.kill(pid, signal.SIGSTOP)\n"
    "os.waitpid(pid, os.WUNTRACED)\nprint(pid, flush=True)\ntime.sleep(1000)\n"
)
FORKS_WHEN_TOLD = """
import os, signal, time
def fork_more(*_):
    for _ in range(5):
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            if os.fork() == 0: os.setsid()
            while True: time.sleep(1000)
signal.signal(signal.SIGTERM, fork_more)
print("ready", flush=True)
while True: time.sleep(1000)
"""
CHAIN = """
import os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
while True:
    if os.fork(): os._exit(0)
    if {new_session}: os.setsid()
"""
POOLS = """
import multiprocessing as mp, sys, time
from multiprocessing import shared_memory
def short(n): return n
def endless(n): time.sleep(1000)
if __name__ == "__main__":
    context = mp.get_context(sys.argv[1])
    block = shared_memory.SharedMemory(create=True, size=4096)
    lock, queue = context.Lock(), context.Queue()
    pool, other = context.Pool(2), context.Pool(2)
    pool.map(short, range(4)); other.map(short, range(4))
    names = [block.name, lock._semlock.name, queue._rlock._semlock.name, queue._sem._semlock.name]
    print(*names, flush=True)
    pool.map(endless, range(4))
"""
