"""`newscli import`: the short form of `newscli sources import`."""

from newscli.commands._sources_lists import import_ as command

__all__ = ["command"]
