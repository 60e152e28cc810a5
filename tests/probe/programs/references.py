"""Prints how the names that the probe replaces look and pickle."""

# mypy: ignore-errors

import concurrent.futures.process
import concurrent.futures.thread
import multiprocessing.pool
import multiprocessing.popen_fork
import multiprocessing.popen_forkserver
import multiprocessing.process
import multiprocessing.queues
import multiprocessing.shared_memory
import multiprocessing.sharedctypes
import multiprocessing.synchronize
import pickle
import queue
import subprocess
import sys
import threading

futures = concurrent.futures
NAMES = [
    threading.Thread._bootstrap_inner,
    multiprocessing.process.BaseProcess._bootstrap,
    multiprocessing.popen_fork.Popen.poll,
    multiprocessing.popen_forkserver.Popen.poll,
    subprocess.Popen._handle_exitstatus,
    futures.thread._WorkItem.__init__,
    futures.thread._WorkItem.run,
    futures.process._WorkItem.__init__,
    futures.process._process_worker,
    futures.process._sendback_result,
    futures.process._SafeQueue._on_queue_feeder_error,
    futures.Future.result,
    futures._base.Future._invoke_callbacks,
    futures._base._Waiter.__init__,
    futures.ThreadPoolExecutor.__init__,
    futures.ProcessPoolExecutor.shutdown,
    multiprocessing.pool.Pool.join,
    multiprocessing.pool.ThreadPool._get_sentinels,
    multiprocessing.pool.ApplyResult.ready,
    multiprocessing.pool.IMapUnorderedIterator._set,
    multiprocessing.pool.worker,
    multiprocessing.pool.ApplyResult.__init__,
    multiprocessing.pool.MapResult.__init__,
    multiprocessing.pool.Pool._guarded_task_generation,
    multiprocessing.connection.Pipe,
    multiprocessing.connection.rebuild_connection,
    multiprocessing.connection.Connection._recv_bytes,
    multiprocessing.queues.Queue._reset,
    multiprocessing.queues.Queue.__init__,
    multiprocessing.queues.SimpleQueue.__setstate__,
    multiprocessing.synchronize.SemLock.__enter__,
    multiprocessing.sharedctypes.RawValue,
    multiprocessing.sharedctypes.rebuild_ctype,
    multiprocessing.shared_memory.SharedMemory.close,
    queue.Queue._put,
    threading.Condition.wait,
    threading.RLock,
]
for name in NAMES:
    print(name.__module__, name.__qualname__, name.__name__, (name.__doc__ or "")[:40])
    copy = pickle.dumps(name, 2)
    print(copy, pickle.loads(copy) is name)
for module in (threading, multiprocessing.pool, futures.thread, subprocess):
    print(type(module.__loader__).__name__, module.__loader__ is module.__spec__.loader, vars(module.__loader__).keys())
    print(module.__spec__.origin == module.__file__)
print([name for name in sys.path if "boot" in name], "sitecustomize" in sys.modules)
