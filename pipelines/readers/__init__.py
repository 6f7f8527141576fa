"""Opens what departments send, whatever its name says, as tables of text with marks on cells not to be trusted.

Everything is parsed by a process of its own (`python -m pipelines.readers`), with bounds of memory and time, and comes
from it over a pipe: a parser that crashes or hangs costs its file, never the run. Nothing heavy is imported here, so
that such a process starts quickly.
"""
