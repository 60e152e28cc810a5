"""What a program uses: its tree, tasks, queues, locks, contents, output."""
