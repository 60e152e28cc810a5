"""200 threads at once, then 3000 short ones, one after the other, each with a task of its own."""

# mypy: ignore-errors

import threading
from concurrent.futures import ThreadPoolExecutor

barrier = threading.Barrier(201)
threads = [threading.Thread(target=barrier.wait) for _ in range(200)]
for thread in threads:
    thread.start()
barrier.wait()
for thread in threads:
    thread.join()
for _ in range(3000):
    thread = threading.Thread(target=int, name="short")
    thread.start()
    thread.join()
for _ in range(50):
    with ThreadPoolExecutor(1) as executor:
        executor.submit(int).result()
