"""Processes paint bands of one picture: into a block that they share, or sent through a Queue, or through a Pipe.

    python shared_memory.py --show                every way, one after the other, and the picture
    python shared_memory.py shared --overlap 10   one way, with bands that overlap: rows of two painters

The picture is a Julia set of one byte per pixel: the upper five bits say how bright, the lower three who painted it.
"""
import argparse
import math
import multiprocessing
import random
import statistics
import time
import zlib
from multiprocessing.shared_memory import SharedMemory


def brightness(x, y, width, height):
    """Return how bright a pixel is, from 1 to 31: by how many steps its point takes to escape; 1 if it never does."""
    z = complex((x / width - 0.5) * 3.6, (y / height - 0.5) * 2.25)
    for steps in range(120):
        if z.real * z.real + z.imag * z.imag > 64:
            smooth = steps + 1 - math.log2(math.log(abs(z), 8))
            return 1 + round(15 - 15 * math.cos(1.5 * math.log(max(1, smooth))))
        z = z * z + (-0.123 + 0.745j)
    return 1


def band_of(me, args):
    """Return the first row of a worker's band, and the one behind its last."""
    first, behind = me * args.height // args.workers, (me + 1) * args.height // args.workers
    return max(0, first - args.overlap), min(args.height, behind + args.overlap)


def pixels_of(me, args):
    """Yield a worker's pixels: first, shuffled, those in rows that a neighbour paints too; then row by row."""
    bands = [range(*band_of(worker, args)) for worker in range(args.workers)]
    shared = {y for y in bands[me] if sum(y in band for band in bands) > 1}
    pixels = [(x, y) for y in sorted(shared) for x in range(args.width)]
    random.Random(me).shuffle(pixels)
    yield from pixels
    yield from ((x, y) for y in bands[me] if y not in shared for x in range(args.width))


def paint(canvas, me, args):
    for x, y in pixels_of(me, args):
        canvas[y * args.width + x] = brightness(x, y, args.width, args.height) << 3 | me


def work(me, way, main, queue, name, args):
    """Paint, then hand the band over as often as the main program asks for it."""
    block = SharedMemory(name) if way == "shared" else None
    canvas = block.buf if block else bytearray(args.width * args.height)
    start, end = (row * args.width for row in band_of(me, args))
    main.send("here")
    main.recv()
    paint(canvas, me, args)
    main.send("painted")
    while main.recv() == "hand over":
        if way == "queue":
            queue.put((start, bytes(canvas[start:end])))
        elif way == "pipe":
            main.send_bytes(canvas[start:end])
        else:
            main.send("done")  # nothing to carry: the main program looks at the same bytes
    if block:
        block.close()


def collect(way, ends, queue, picture, args):
    """Ask every worker for its band; return how many bytes had to be copied from process to process."""
    copied = 0
    for end in ends:
        end.send("hand over")
    for me, end in enumerate(ends):
        if way == "queue":
            start, band = queue.get()
            picture[start:start + len(band)] = band
            copied += len(band)
        elif way == "pipe":
            copied += end.recv_bytes_into(picture, band_of(me, args)[0] * args.width)
        else:
            end.recv()
    return copied


def run(way, args):
    """Return the picture, the seconds of painting, the seconds of each hand-over, and the bytes shared and copied."""
    size = args.width * args.height
    block = SharedMemory(create=True, size=size) if way == "shared" else None
    try:
        picture = block.buf if block else bytearray(size)
        queue = multiprocessing.Queue() if way == "queue" else None
        pipes = [multiprocessing.Pipe() for _ in range(args.workers)]
        ends = [end for end, _ in pipes]
        workers = [multiprocessing.Process(target=work, name=f"P{me + 1}", daemon=True,
                                           args=(me, way, pipes[me][1], queue, block and block.name, args))
                   for me in range(args.workers)]
        for worker in workers:
            worker.start()
        for _, other in pipes:
            other.close()  # whoever asks a worker that has died is then told so
        for end in ends:
            end.recv()  # "here"
        start = time.perf_counter()
        for end in ends:
            end.send("paint")
        for end in ends:
            end.recv()  # "painted"
        painted, rounds, copied = time.perf_counter() - start, [], 0
        for _ in range(args.rounds):
            start = time.perf_counter()
            copied += collect(way, ends, queue, picture, args)
            rounds.append(time.perf_counter() - start)
        for end in ends:
            end.send("stop")
        for worker in workers:
            worker.join()
        return bytes(picture[:size]), painted, rounds, size if block else 0, copied
    finally:
        if block:
            block.close()
            if not args.forget_unlink:
                block.unlink()


def torn_rows(picture, width):
    """Return how many rows have pixels of more than one painter."""
    rows = [picture[at:at + width] for at in range(0, len(picture), width)]
    return sum(len({pixel & 7 for pixel in row}) > 1 for row in rows)


def show(picture, width, height):
    """Print the picture with letters, at most 78 to a row: each stands for the mean of the pixels it covers."""
    step = -(-width // 78)
    for top in range(0, height, 2 * step):
        rows = [picture[y * width:(y + 1) * width] for y in range(top, min(height, top + 2 * step))]
        cells = [b"".join(row[left:left + step] for row in rows) for left in range(0, width, step)]
        print("".join(" .,:;-~=+*oxX%#@"[sum(cell) // len(cell) >> 4] for cell in cells))


def at_least(least):
    def number(text):
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"give {least} or more")
        return int(text)
    return number


def main():
    parser = argparse.ArgumentParser(description="One picture, painted by processes: shared, or sent to and fro.")
    parser.add_argument("way", nargs="?", choices=["shared", "queue", "pipe"], help="one way only (default: all)")
    parser.add_argument("--workers", type=int, choices=range(1, 9), default=2, help="painters, 1 to 8 (default: 2)")
    parser.add_argument("--width", type=at_least(1), default=960, help="pixels in a row (default: 960)")
    parser.add_argument("--height", type=at_least(1), default=600, help="rows (default: 600)")
    parser.add_argument("--overlap", type=at_least(0), default=0, metavar="ROWS",
                        help="rows of the neighbours' bands that each worker paints too (default: 0)")
    parser.add_argument("--rounds", type=at_least(1), default=200, help="how often it is handed over (default: 200)")
    parser.add_argument("--forget-unlink", action="store_true", help="leave the shared block behind, and see who minds")
    parser.add_argument("--show", action="store_true", help="print the picture")
    parser.add_argument("--start-method", choices=multiprocessing.get_all_start_methods(),
                        help="how a new process begins (default: what this Python prefers)")
    args = parser.parse_args()
    if args.start_method:
        multiprocessing.set_start_method(args.start_method)

    print("way      painted in   handed over in   bytes shared   bytes copied   torn rows   checksum")
    for way in [args.way] if args.way else ["shared", "queue", "pipe"]:
        picture, painted, rounds, shared, copied = run(way, args)
        print(f"{way:8} {painted:8.2f} s {statistics.median(rounds) * 1e6:13.0f} µs {shared:14} {copied:14}"
              f" {torn_rows(picture, args.width):11}   {zlib.crc32(picture):08x}")
    if args.show:
        show(picture, args.width, args.height)


if __name__ == "__main__":
    main()
