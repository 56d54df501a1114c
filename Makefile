# make run    the companion in this terminal
# make test   everything that proves it works
# make bench  the figures
# Each installs what is missing, says so, and asks nothing; the second time it starts at once.
PYTHON ?= python3
PIP := .venv/bin/pip install --quiet --disable-pip-version-check
SYSTEM := libportaudio2 espeak-ng mosquitto
SYSTEM_FOR_TESTS := pulseaudio pulseaudio-utils libasound2-plugins flite tmux
NEW_ENOUGH := import sys; sys.version_info >= (3, 11) or sys.exit("The companion needs Python 3.11 or newer, and " \
	"this is " + sys.version.split()[0] + ": run `make PYTHON=python3.11` with one that is.")

.PHONY: run test bench clean

run: .venv/ready
	@.venv/bin/companion run

test: .venv/ready-for-tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest

bench: .venv/ready-for-tests
	@.venv/bin/python -m benchmarks

.venv/ready: pyproject.toml
	@PYTHON=$(PYTHON) systemd/install-packages $(SYSTEM)
	@$(PYTHON) -c '$(NEW_ENOUGH)'
	@echo "Installing the companion and its Python libraries into .venv; the first time takes a minute or two."
	@$(PYTHON) -m venv .venv
	@$(PIP) --editable .
	@touch $@

.venv/ready-for-tests: .venv/ready
	@systemd/install-packages $(SYSTEM_FOR_TESTS)
	@echo "Installing what the tests need into .venv."
	@$(PIP) --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv
