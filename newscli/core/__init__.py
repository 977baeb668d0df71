"""The news itself: standard library only, no I/O, no clock, no drawing."""
