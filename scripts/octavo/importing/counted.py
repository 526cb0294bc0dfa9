"""What was counted."""

ROWS: tuple[tuple[str, str, int, int, int, int], ...] = ()
