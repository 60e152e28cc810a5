"""Traces all that threads do to their last line, and says which lines of which files, and in which threads."""

# mypy: ignore-errors

import threading

seen = []


def tracer(frame, event, argument):
    path, name = frame.f_code.co_filename, threading.current_thread().name
    if path.startswith("<frozen") == name.startswith("Dummy"):  # The library's own frames go on when it is forgotten.
        seen.append((name, path.rpartition("/")[2], frame.f_code.co_name, event))
    return tracer


def steps_out(frame, event, argument):
    """Follow a thread outwards, frame by frame, as a debugger does whose user steps on and on."""
    if frame.f_back is not None and frame.f_code.co_name != "_bootstrap":
        frame.f_back.f_trace = steps_out
    return tracer(frame, event, argument) and steps_out


def work(number):
    return number + 1


for trace in (tracer, steps_out):
    threading.settrace(trace)
    thread = threading.Thread(target=work, args=(1,), name="worker " + trace.__name__)
    thread.start()
    thread.join()
    threading.settrace(None)
for line in seen:
    print(*line)
