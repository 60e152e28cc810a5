from hypothesis import given
from hypothesis import strategies as st

from tui.model.state.series import Rolling, Whole


def test_a_rolling_series_keeps_the_newest_values() -> None:
    series = Rolling(capacity=3)
    for value in range(5):
        series = series.plus(float(value))
    assert series.values == (2.0, 3.0, 4.0)


def test_a_whole_series_doubles_its_buckets_and_keeps_its_axis() -> None:
    series = Whole(bucket_s=0.1, capacity=4)
    for tick in range(8):
        series = series.plus(tick * 0.1 + 0.05, float(tick))
    assert series.bucket_s == 0.2
    assert series.means == (0.5, 2.5, 4.5, 6.5)


def test_a_gap_holds_the_value_before_it() -> None:
    series = Whole(bucket_s=1.0, capacity=8).plus(0.5, 2.0).plus(3.5, 4.0)
    assert series.means == (2.0, 2.0, 2.0, 4.0)


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(-1e6, 1e6)), max_size=60), st.integers(2, 9))
def test_a_whole_series_is_bounded_and_within_its_values(points: list[tuple[float, float]], capacity: int) -> None:
    series = Whole(capacity=capacity)
    points.sort()
    for at_s, value in points:
        series = series.plus(at_s, value)
    assert len(series.means) <= capacity
    if points:
        low, high = min(v for _, v in points), max(v for _, v in points)
        assert all(low - 1e-3 <= mean <= high + 1e-3 for mean in series.means)
        assert series.bucket_s * len(series.means) >= points[-1][0]
