"""For all tests: the package's choice of openpyxl's XML writer, made before any module imports openpyxl."""

import pipelines

assert pipelines
