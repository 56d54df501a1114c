"""The service as `companion service` runs it, for the benchmarks."""

import sys
from pathlib import Path

from companion import config
from companion.running import serve

serve(config.load(Path(sys.argv[1])))
