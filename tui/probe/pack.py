"""All code of the probe in one file, for one Python: an interpreter that starts reads it at once, not file by file.

The app runs this file with the Python that a program is to have, and puts what it prints into the run directory, as
`code-<cache tag>`. Where that is missing, or is of another Python, the probe is imported like any other package.
With it nothing is looked up in the probe's folder, so it costs the same where bytecode cannot be written.

The code says of itself that it is Python's own, frozen (`OURS`): coverage, debuggers, profilers and tracers pass by
what is. And each function that calls what the program's calls come to takes its own frame out of the traceback of what
passes through it (`Passing`): tracebacks that the program prints have no frame of ours.

What is printed: a line with the cache tag, then the pack. Its first word is Python's magic number and the size of what
is read at the start: marshalled, the code of `packed` and a dictionary of names → marshalled code of the modules that
each start needs. After that, marshalled, the same of all others, read when the first of them is asked for.
"""

from __future__ import annotations
import __future__

import ast
import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = "<frozen importlib._bootstrap of coreograph."
"""How the names of the files that the code says it is from begin. `warnings` and `logging` pass by what has `importlib`
and `_bootstrap` in it, coverage and bdb's users what begins with `<`, pydevd and viztracer with `<frozen`."""
_AT_START = ("control", "files", "install", "layout", "lines", "pace", "segment", "starts")
_LEFT_OUT = ("__init__", "pack", "packed", "unpacked")
_IMPORT = "from __future__ import annotations\n"
_UNSEEN = "from coreograph_probe.guard import unseen"
_PASS_ON = """
try: pass
except BaseException as passes:
    unseen(passes)
    raise
"""
"""It is free until an exception comes."""
_ON_THE_WAY = ("guard", "holding", "pickling", "traffic")
"""What the program's calls come through, besides the hooks."""
_CAN_PASS = (3, 11)
"""Up to Python 3.10, what is raised on has the traceback that it came with."""


def main() -> None:
    """Print the pack."""
    machinery: Any = sys.modules["_frozen_importlib_external"]
    names = [name[:-3] for name in sorted(os.listdir(HERE)) if name.endswith(".py")]
    parts = {name: marshal.dumps(_code(name)) for name in names if name not in _LEFT_OUT}
    parts["hooks"] = marshal.dumps(_code("hooks/__init__"))
    for name in sorted(os.listdir(HERE + "/hooks")):
        if name.endswith(".py") and name != "__init__.py":
            parts["hooks." + name[:-3]] = marshal.dumps(_code("hooks/" + name[:-3]))
    first = marshal.dumps((_code("packed"), {name: parts.pop(name) for name in _AT_START}))
    out = sys.stdout.buffer
    out.write(str(sys.implementation.cache_tag).encode() + b"\n")
    out.write(machinery.MAGIC_NUMBER + len(first).to_bytes(4, "big") + first + marshal.dumps(parts))
    # The boot file is imported as ever: have its bytecode ready.
    machinery.SourceFileLoader("sitecustomize", HERE + "/boot/sitecustomize.py").get_code("sitecustomize")


class Passing(ast.NodeTransformer):
    """Gives each function a last word about exceptions that leave it."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Wrap its body, and those of functions in it."""
        if node.name == "unseen":
            return node
        self.generic_visit(node)
        wrapped: Any = ast.parse(_PASS_ON).body[0]
        wrapped.body, node.body = node.body, [wrapped]
        return node


def _code(name: str) -> Any:
    """Compile without docstrings, and without an import of `__future__`: the compiler is told what that would say."""
    path = HERE + "/" + name + ".py"
    with open(path, encoding="utf-8") as file:
        source = file.read().replace(_IMPORT, "\n", 1)
    its_name = OURS + name.partition("/__")[0].replace("/", ".") + ">"
    tree = compile(source, its_name, "exec", __future__.annotations.compiler_flag | ast.PyCF_ONLY_AST, True, 2)
    if sys.version_info >= _CAN_PASS and (name in _ON_THE_WAY or name.startswith("hooks/")):
        tree.body[:0] = ast.parse(_UNSEEN).body if name != "guard" else []
        tree = ast.fix_missing_locations(Passing().visit(tree))
    return compile(tree, its_name, "exec", __future__.annotations.compiler_flag, True, 2)


if __name__ == "__main__":
    main()
