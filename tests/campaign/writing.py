"""A story as a Python program. It writes `late` where this machine was too slow to keep the story's order."""

from __future__ import annotations

from tests.campaign.story import Actor, Deed, Story, Thing

MOMENT_S = {"threads": 0.12, "fork": 0.2, "spawn": 0.25, "forkserver": 0.25}
"""Seconds from one moment to the next."""
BEFORE_S = {"threads": 0.4, "fork": 0.8, "spawn": 2.5, "forkserver": 2.5}
"""What it takes until everybody is there."""
BIG = 300_000
ENDS = ("raise", "exit", "tick", "serve")

HEAD = """\
import os, queue, socket, time, threading
import multiprocessing as mp


def at(moment, start, done):
    when = start + moment * {moment_s}
    if when > time.time():
        time.sleep(max(0, when - time.time()))
    if time.time() > when + {moment_s} / 2 and (not done or done[-1] < when - {moment_s} / 2):
        print("late", flush=True)


def tick():
    while True:
        time.sleep(0.05)


def serve():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.accept()


def get_soon(its):
    while True:
        try:
            return its.get(timeout=0.2)
        except queue.Empty:
            pass

"""


def program(story: Story) -> str:
    """Return the source."""
    main, *others = story.actors
    is_threads = story.way == "threads"
    parts = [HEAD.format(moment_s=MOMENT_S[story.way])]
    parts += [_function(actor, story) for actor in others]
    body = [] if is_threads else [f"ctx = mp.get_context({story.way!r})"]
    body += [f"{thing.name} = {_made(thing, is_threads)}" for thing in story.things]
    body.append(f"start = time.time() + {BEFORE_S[story.way]}")
    names = "".join(f", {thing.name}" for thing in story.things)
    actors = "threading.Thread" if is_threads else "ctx.Process"
    for actor in others:
        how = f"args=(start{names},), name={actor.name!r}, daemon={actor.is_daemon}"
        body.append(f"{actor.name} = {actors}(target=of_{actor.name}, {how})")
    body += [f"{actor.name}.start()" for actor in others]
    body += ["done = []", "at(0, start, done)", *_lines(main)]
    body.append('print("over", flush=True)')
    parts.append("\nif __name__ == \"__main__\":\n" + "".join(f"    {line}\n" for line in body))
    return "".join(parts)


def _function(actor: Actor, story: Story) -> str:
    given = ", ".join(["start", *(thing.name for thing in story.things)])
    lines = ["done = []", *_lines(actor)]
    return f"\ndef of_{actor.name}({given}):\n" + "".join(f"    {line}\n" for line in lines)


def _lines(actor: Actor) -> list[str]:
    return [line for deed in actor.deeds for line in (f"at({deed.moment}, start, done)", *_said(deed))]


def _said(deed: Deed) -> list[str]:
    its = deed.of
    plain = {
        "acquire": f"{its}.acquire()", "release": f"{its}.release()", "put": f"{its}.put(1)",
        "put big": f'{its}.put("x" * {BIG})', "get": f"{its}.get()", "get soon": f"get_soon({its})",
        "set": f"{its}.set()", "wait": f"{its}.wait()", "meet": f"{its}.wait()", "join": f"{its}.join()",
        "raise": 'raise ValueError("as told")', "exit": "os._exit(3)", "tick": "tick()", "serve": "serve()",
        "notify": f"with {its}: {its}.notify()", "hear": f"with {its}: {its}.wait()",
    }[deed.verb]  # fmt: skip
    return [plain] if deed.verb in ENDS else [plain, "done.append(time.time())"]


def _made(thing: Thing, is_threads: bool) -> str:
    size = str(thing.size) if thing.size else ""
    if thing.type == "Queue":
        return f"{'queue' if is_threads else 'ctx'}.Queue({size})"
    return f"{'threading' if is_threads else 'ctx'}.{thing.type}({size})"
