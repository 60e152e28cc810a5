"""What of this machine makes us look less often: it runs on its battery, or no core of it has time to spare.

Where every core is in use, whatever we take is taken from a program, and no priority of ours changes that: only fewer
looks do. As long as a core is idle they cost nobody anything.

Sources: Documentation/accounting/psi.rst (`some avg10` of `/proc/pressure/cpu`: the share of the last ten seconds in
which something waited for a core), Documentation/ABI/testing/sysfs-class-power. Other systems tell neither here.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Literal

EVERY_S, POWER_EVERY_S = 2.0, 20.0
CROWDED, RELAXED = 80.0, 60.0
"""Per cent of the time in which something waits for a core: from the first on the machine is busy, below the second it
is so no longer."""
LATE_S, IN_TIME_S = 0.05, 0.025
"""Mean seconds by which our looks come late: the same."""
NONE_LEFT, SOME_LEFT = 0.1, 0.3
"""Cores' worth of time that is idle: the same, the other way round."""
_LOOKS = 20

Holds = Literal["battery", "busy"]


class Load:
    """What holds now; `see` at each look."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._pressure, self._supplies = root / "proc/pressure/cpu", root / "sys/class/power_supply"
        self._late_s: deque[float] = deque(maxlen=_LOOKS)
        self._idle: deque[float] = deque(maxlen=_LOOKS)
        self._last_s: float | None = None
        self._pressed_s = self._powered_s = float("-inf")
        self.holds: frozenset[Holds] = frozenset()

    def see(self, now_s: float, tick_s: float, idle: float | None = None) -> None:
        """Take in when we look; `tick_s`: how long after the last time that was to be.

        `idle`: cores' worth of time that nobody used in between; None where that is not told.
        """
        if idle is not None:
            self._idle.append(idle)
        if self._last_s is not None and now_s - self._last_s < 10 * tick_s:  # Else we were suspended, or rested.
            self._late_s.append(max(0.0, now_s - self._last_s - tick_s))
        self._last_s = now_s
        if now_s - self._pressed_s >= EVERY_S:
            self._pressed_s = now_s
            self._set("busy", self._is_busy())
        if now_s - self._powered_s >= POWER_EVERY_S:
            self._powered_s = now_s
            self._set("battery", self._is_on_battery())

    def _set(self, word: Holds, is_so: bool) -> None:
        self.holds = self.holds | {word} if is_so else self.holds - {word}

    def _is_busy(self) -> bool:
        was = "busy" in self.holds
        late_s = sum(self._late_s) / _LOOKS
        is_late = late_s > (IN_TIME_S if was else LATE_S)
        return is_late or self._is_full(was) or self._waiting() > (RELAXED if was else CROWDED)

    def _is_full(self, was: bool) -> bool:
        idle = list(self._idle)[-_LOOKS if not was else -_LOOKS // 2 :]
        return len(idle) >= _LOOKS // 2 and sum(idle) / len(idle) < (SOME_LEFT if was else NONE_LEFT)

    def _waiting(self) -> float:
        """Return `some avg10`; 0.0 where the kernel does not tell."""
        try:
            line = self._pressure.read_text(encoding="ascii").split("\n", 1)[0]
            return float(line.partition("avg10=")[2].split()[0])
        except (OSError, ValueError, IndexError):
            return 0.0

    def _is_on_battery(self) -> bool:
        """Whether a battery of the machine gives power, and no mains does: a mouse's battery is none of these."""
        try:
            supplies = [folder for folder in self._supplies.iterdir() if _said(folder, "scope") != "Device"]
        except OSError:
            return False
        kinds = [(_said(its, "type"), _said(its, "status"), _said(its, "online")) for its in supplies]
        is_fed = any(kind != "Battery" and online == "1" for kind, _, online in kinds)
        return not is_fed and any(kind == "Battery" and status == "Discharging" for kind, status, _ in kinds)


def _said(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
