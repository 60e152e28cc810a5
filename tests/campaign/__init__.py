"""Random concurrent programs whose truth is known, against which what is said of them is checked."""
