"""The groups that lessons stand in, in the order of the way through them."""

from __future__ import annotations

from typing import Literal, get_args

Group = Literal["start here", "sharing", "pools", "borders and births", "coordination", "limits", "your own"]
GROUPS: tuple[Group, ...] = get_args(Group)
OWN: Group = "your own"
"""Where a lesson stands that names no group: what somebody adds needs none."""
SHORT: dict[str, str] = {"start here": "start", "borders and births": "borders", "coordination": "together"}
"""What a tab says where a group's name is too long; the others are short."""
