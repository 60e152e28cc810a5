"""What holds a program up. One folder because each kind of finding is a file, and all are looked for alike."""
