"""Pictures of all that coreograph draws, in files that can be compared.

    python -m tests.pictures save DIR [--recordings FOLDER] [--section NAME] [--only GLOB]
    python -m tests.pictures compare DIR_A DIR_B [--only GLOB] [--text] [--lines 12]
    python -m tests.pictures golden

Save them before a change that shall not be seen, and afterwards into another folder: what differs is a bug, or wanted.
Recordings are those of tests/recordings, and those of FOLDER. Taking all pictures of them lasts some minutes.
`golden` renews the pictures in tests/recordings/pictures, which the tests compare with.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from fnmatch import fnmatch
from pathlib import Path

from tests.pictures.camera import Album
from tests.pictures.compared import compare
from tests.pictures.golden import FOLDER, GOLDEN, renew
from tests.pictures.opening import Recording
from tests.pictures.sections import SECTIONS
from tui.feeds.recorder import recordings_in


def _save(options: argparse.Namespace) -> int:
    options.folder.mkdir(parents=True, exist_ok=True)
    album = Album(options.folder)
    more = recordings_in(options.recordings) if options.recordings else []
    paths = {path.stem: path for path in (*more, *GOLDEN)}
    recordings = [Recording(path) for name, path in sorted(paths.items()) if fnmatch(name, options.only)]
    for name in [options.section] if options.section else SECTIONS:
        asyncio.run(SECTIONS[name](album, recordings))
        print(f"{name}: {album.count} pictures so far", flush=True)
    return 0


def _compare(options: argparse.Namespace) -> int:
    differing = compare(options.a, options.b, only=options.only, is_text=options.text)
    for name, lines in differing.items():
        print("\n".join([name, *lines[: options.lines], ""]))
    print(f"{len(differing)} differ")
    return 1 if differing else 0


def _renew(options: argparse.Namespace) -> int:
    print(f"{asyncio.run(renew())} pictures in {FOLDER}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    under = parser.add_subparsers(required=True)
    save = under.add_parser("save", help="take all pictures")
    save.add_argument("folder", type=Path)
    save.add_argument("--recordings", type=Path, help="a folder with more recordings")
    save.add_argument("--section", choices=SECTIONS, help="only this one")
    save.add_argument("--only", default="*", help="only recordings of this name")
    save.set_defaults(do=_save)
    compared = under.add_parser("compare", help="say where two sets differ")
    compared.add_argument("a", type=Path)
    compared.add_argument("b", type=Path)
    compared.add_argument("--only", default="*", help="only pictures of this name")
    compared.add_argument("--text", action="store_true", help="leave styles out")
    compared.add_argument("--lines", type=int, default=12, help="lines of each difference")
    compared.set_defaults(do=_compare)
    under.add_parser("golden", help="renew the pictures that the tests compare with").set_defaults(do=_renew)
    options = parser.parse_args()
    done: int = options.do(options)
    return done


if __name__ == "__main__":
    sys.exit(main())
