"""What the machine ran out of, told from an exception, which every library words its own way.

Python and Arrow raise OSError with the system's number. Polars raises one without it, or a ComputeError. DuckDB has
errors of many classes that end in the system's words; and where the disk is full that it spills to, it says that
it is out of memory.
"""

import errno
import os
import re

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# What is worth telling apart in a library's text; there, other words of the system may mean something else.
TOLD = (*NO_ROOM, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE)
IN_RUST = re.compile(r"\(os error (\d+)\)")
SPILL_IS_FULL = "failed to offload data block"


def system_error(error: BaseException) -> int | None:
    """The number of the system's error behind the exception, if there is one."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    text = str(error)
    if found := IN_RUST.search(text):
        return int(found[1])
    return next((number for number in TOLD if os.strerror(number) in text), None)


def lacks_disk(error: BaseException) -> bool:
    return system_error(error) in NO_ROOM


def lacks_spill(error: BaseException) -> bool:
    return is_out_of_memory(error) and SPILL_IS_FULL in str(error)


def is_out_of_memory(error: BaseException) -> bool:
    # By its name: the command line does not import DuckDB to say that a call is wrong.
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException"
