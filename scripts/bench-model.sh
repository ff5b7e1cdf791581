#!/bin/sh
# Measures the built-in model side by side with PyTorch on this machine's processors.
# PYTHON names a Python that has torch 2.13 and transformers; without it they are installed into var/bench.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-}
if [ -z "$python" ]; then
  folder=var/bench/venv
  python=$folder/bin/python
  if ! "$python" -c 'import torch, transformers' 2>/dev/null; then
    echo "bench: installing PyTorch into $folder (some 800 MB); PYTHON=... names one that is there already"
    if ! { python3 -m venv "$folder" &&
      { "$python" -m pip install -q --disable-pip-version-check 'torch==2.13.0+cpu' ||
        "$python" -m pip install -q --disable-pip-version-check 'torch==2.13.0'; } &&
      "$python" -m pip install -q --disable-pip-version-check 'transformers>=5.20,<6'; }; then
      echo "bench: PyTorch cannot be installed here; measuring the model alone" >&2
      exec .build/release/lemmaloom bench model
    fi
  fi
fi
exec "$python" scripts/bench-model.py "$@" -- .build/release/lemmaloom bench model
