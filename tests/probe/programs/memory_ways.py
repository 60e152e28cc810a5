"""Shared memory that says itself what it holds: lists, structures, characters, blocks that a manager looks after."""

# mypy: ignore-errors

import ctypes
import multiprocessing
import sys
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import ShareableList, SharedMemory


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_double), ("n", ctypes.c_int), ("inner", ctypes.c_int * 2)]


def change(words, points, name):
    words[1] = "changed"
    words.shm.close()
    points[1].x = 2.5
    block = SharedMemory(name)
    block.buf[0] = 255
    block.close()


def main():
    context = multiprocessing.get_context("spawn")
    words = ShareableList([1, "a text here", None, 2.5, True, b"by"])
    block = SharedMemory(create=True, size=64)
    point = context.RawValue(Point, 1.5, 3)
    points = context.RawArray(Point, 3)
    title = context.RawArray("c", b"hello")
    flag = context.RawValue(ctypes.c_bool, True)
    wide = context.RawArray("u", "aé")
    with SharedMemoryManager() as manager:
        managed = manager.SharedMemory(100)
        listed = manager.ShareableList(range(3))
        process = context.Process(target=change, args=(words, points, block.name))
        process.start()
        process.join()
        print("ready", point.x, title.value, flag.value, wide.value, flush=True)
        sys.stdin.readline()
        managed.close()
        listed.shm.close()
    words.shm.close()
    words.shm.unlink()
    block.close()


if __name__ == "__main__":
    main()
