"""Why a whole file cannot be read, in a word; the words that the department reads belong to ingest."""


class Refused(Exception):
    """The file as a whole is no table. `code` names why (a key of pipelines.ingest.refusals.REFUSALS)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
