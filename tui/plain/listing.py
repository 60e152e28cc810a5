"""What lessons there are, group after group: what `coreograph list` prints. It imports nothing but `json`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.lessons.index import Lines


def listing(scenarios: Lines) -> str:
    """Return each group's name, and below it a line for each lesson: its name, its seconds and its summary."""
    wide = max(len(name) for name, *_ in scenarios)
    parts = []
    for group in dict.fromkeys(group for _, group, *_ in scenarios):
        rows = [
            f"  {name:{wide}}  {seconds:>4} s  {summary}"
            for name, its_group, seconds, _, summary in scenarios
            if its_group == group
        ]
        parts.append("\n".join([group, *rows]))
    return "\n\n".join(parts)


def as_json(scenarios: Lines, broken: Lines) -> str:
    """Return the same as one object: `groups`, each with its `lessons`, and `broken`, with a sentence each."""
    import json  # noqa: PLC0415

    groups = {group: [] for _, group, *_ in scenarios}  # type: dict[str, list[dict[str, str | float]]]
    for name, group, seconds, title, summary in scenarios:
        groups[group].append({"name": name, "title": title, "seconds": float(seconds), "summary": summary})
    told = {
        "groups": [{"group": group, "lessons": lessons} for group, lessons in groups.items()],
        "broken": [{"name": name, "sentence": sentence} for name, sentence in broken],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)
