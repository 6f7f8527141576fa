"""Why a whole file cannot be read, in a word; the words that the department reads belong to ingest."""

from typing import Any


class Refused(Exception):
    """The file as a whole is no table. `code` names why (a key of pipelines.ingest.refusals.REFUSALS), `facts` what
    its words leave open.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
