#!/bin/sh
# kimina_server.sh install DIR          the real Kimina Lean Server from PyPI into DIR/venv (about 20 s)
# kimina_server.sh run DIR PORT REPL    runs it on loopback with the program REPL; KEY names its key
# The server wants Python 3.12 and a database client that is built for it; stubs/ stands in for both.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case "$1" in
install)
  python3 -m venv "$2/venv"
  pip="$2/venv/bin/pip --disable-pip-version-check -q"
  $pip install --no-deps kimina-ast-server==2.1.3 kimina-ast-client==0.2.2
  $pip install --only-binary :all: fastapi==0.116.1 starlette==0.47.2 pydantic==2.11.7 \
    pydantic-settings==2.10.1 uvicorn==0.35.0 loguru psutil python-dotenv rich httpx tenacity tqdm requests tabulate \
    pygments colorama
  ;;
run)
  mkdir -p "$2/project"
  cd "$2/project"
  export LEAN_SERVER_SKIP_VALIDATION=1 LEAN_SERVER_PROJECT_DIR="$2/project" LEAN_SERVER_REPL_PATH="$4"
  export LEAN_SERVER_HOST=127.0.0.1 LEAN_SERVER_PORT="$3" LEAN_SERVER_API_KEY="${KEY:-}"
  export LEAN_SERVER_MAX_REPLS=2 LEAN_SERVER_MAX_WAIT=20 LEAN_SERVER_MAX_REPL_USES=200
  PYTHONPATH="$here/stubs" PATH="$here:$PATH" exec "$2/venv/bin/kimina-ast-server"
  ;;
esac
