"""Drawing: numbers in, the very glyphs asserted; and for any numbers, exactly the width asked for."""
