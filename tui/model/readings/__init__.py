"""Every reading, declared once: a new one is one declaration in a file of this folder, and lessons, predictions, quiz,
results, CSV, JSON and the reference know it.

Rules of this folder: it imports the state for types only, as every lesson is checked against it; a file is about one
thing; columns and keys stand in the order in which they are declared.
"""

from tui.model.readings import speed, queue, counter, memory, variable, wrong, crossing, maps, amdahl, birth, tiny  # noqa: F401, I001
