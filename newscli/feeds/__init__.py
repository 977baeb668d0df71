"""Bytes in, feeds out: the formats that sources and lists of sources come in."""
