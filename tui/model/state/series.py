"""History that never grows: values in buckets of time, in frozen tuples."""

from __future__ import annotations

from functools import cache

from msgspec import Struct
from msgspec.structs import replace


class Rolling(Struct, frozen=True):
    """The last values, one a sampling interval; the newest is the last."""

    values: tuple[float, ...] = ()
    capacity: int = 300

    def plus(self, value: float, cells: int = 1) -> Rolling:
        """Return the series with one more value for so many intervals, the oldest dropped when it is full.

        Of thousands of threads most do nothing: all series of nothing but 0 are the same few.
        """
        values = self.values
        if value == 0.0 and values is _zeros(len(values)):
            count = min(len(values) + cells, self.capacity)
            return self if count == len(values) else _idle(count, self.capacity)
        kept = values[max(0, len(values) + cells - self.capacity) :]
        values = (*kept, value) if cells == 1 else (*kept, *(value,) * cells)[-self.capacity :]
        if value == 0.0 == values[0] and len(values) == self.capacity and values == _zeros(self.capacity):
            return _idle(self.capacity, self.capacity)
        return Rolling(values, self.capacity)


@cache
def _zeros(count: int) -> tuple[float, ...]:
    return (0.0,) * count


@cache
def _idle(count: int, capacity: int) -> Rolling:
    return Rolling(_zeros(count), capacity)


class Whole(Struct, frozen=True):
    """A quantity over the whole of a run: the mean in each bucket of time, from 0 s on.

    When the buckets are full, pairs are merged and the buckets last twice as long; so the memory is bounded and the
    axis always starts at zero. Buckets without a value hold the value before them.
    """

    bucket_s: float = 0.1
    means: tuple[float, ...] = ()
    filled: int = 0
    """How many values the last bucket holds."""
    capacity: int = 240

    def plus(self, at_s: float, value: float) -> Whole:
        """Return the series with the value at this time; times may not decrease."""
        series = self
        place = max(0, int(at_s / series.bucket_s))
        while place >= series.capacity:
            series = series._halved()
            place = max(0, int(at_s / series.bucket_s))
        means = series.means
        if place < len(means):
            n = series.filled
            mean = (means[-1] * n + value) / (n + 1)
            return replace(series, means=(*means[:-1], mean), filled=n + 1)
        gap = (means[-1] if means else value,) * (place - len(means))
        return replace(series, means=(*means, *gap, value), filled=1)

    def _halved(self) -> Whole:
        even = self.means if len(self.means) % 2 == 0 else (*self.means, self.means[-1])
        means = tuple((a + b) / 2 for a, b in zip(even[::2], even[1::2], strict=True))
        return replace(self, bucket_s=self.bucket_s * 2, means=means)
