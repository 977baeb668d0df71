"""One file a verb: parse the options, call, show."""
