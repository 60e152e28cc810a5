"""Makes objects here and in another file, and uses each once."""

# mypy: ignore-errors

import multiprocessing

import naming_parts

if __name__ == "__main__":
    desk = naming_parts.Desk()
    mine = naming_parts.new_queue()
    (near, far), total = multiprocessing.Pipe(duplex=False), multiprocessing.Value("i", 5)
    one = multiprocessing.Value("i", 1); other = multiprocessing.Value("d", 2.0, lock=False)  # noqa: E702
    with naming_parts.Desk.guard:
        naming_parts.shared.put(1)
    print("ready", flush=True)
    input()
