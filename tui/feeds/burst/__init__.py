"""The microscope of lanes: a few threads, looked at about every millisecond for 250 ms."""
