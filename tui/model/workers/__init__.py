"""Who works: lanes, names, circles of waits, turns, how processes begin and end."""
