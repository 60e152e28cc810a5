"""Lessons run with knobs at random settings: none falls, leaves something behind, or tells a number that is none."""
