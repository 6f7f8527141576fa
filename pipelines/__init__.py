"""Moves and checks data; what is decided is decided in sql/."""

import os

# Rows of large sheets are written as text, which openpyxl's own XML writer takes and lxml's does not; openpyxl chooses
# when it is first imported.
os.environ["OPENPYXL_LXML"] = "False"
