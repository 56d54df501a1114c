# make run    the companion in this terminal
# make test   everything that proves it works
# make bench  the figures
PYTHON ?= python3
SYSTEM_RUN := libportaudio2 espeak-ng mosquitto
SYSTEM_TEST := $(SYSTEM_RUN) pulseaudio pulseaudio-utils libasound2-plugins flite tmux

.PHONY: run test bench clean

run: .venv/ready
	@.venv/bin/companion run

test: .venv/tested
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest

bench: .venv/tested
	.venv/bin/python -m benchmarks

.venv/ready: pyproject.toml
	@./systemd/install-packages $(SYSTEM_RUN)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The companion needs Python 3.11 or newer.")'
	@echo "Creating the environment in .venv ..."
	@$(PYTHON) -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/tested: .venv/ready
	@./systemd/install-packages $(SYSTEM_TEST)
	@echo "Installing what the tests need into .venv ..."
	@.venv/bin/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv
