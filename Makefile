PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.PHONY: demo test check fix bench lock
demo: $(READY)
	$(BIN)/benefit-audit demo --out demo

test: $(READY)
	$(BIN)/pytest -n auto

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --nocolor --disable-progress-bar --processes 2 sql
	$(BIN)/benefit-audit policy check
	$(BIN)/python -m pipelines.pages --check

fix: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --nocolor --disable-progress-bar --processes 2 sql
	$(BIN)/python -m pipelines.pages

bench: $(READY)
	$(BIN)/python -m benchmarks.bench

# The environment: uv by pip with its hash, everything else by uv with theirs, then the project itself, editable.
# pandas lies in a folder that only the benchmark's script sees: wherever it can be imported, pandera imports it.
$(READY): bootstrap.lock requirements.lock benchmarks/pandas.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --target .venv/pandas --require-hashes -r benchmarks/pandas.lock
	touch $@

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --extra dev pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 benchmarks/pandas.in --output-file benchmarks/pandas.lock
