"""What a user is told when a run can't do what was asked."""


class AuditError(Exception):
    """A fault said in Chinese, with the remedy, and the exit code of the command.

    The message may name files, rows and columns, never what stands in a personal column.
    """

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code
