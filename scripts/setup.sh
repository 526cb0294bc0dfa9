# Sourced by scripts/build, scripts/test, scripts/check and scripts/bench: sets up what they need, once.
#
#   setup_python requirements.lock        .venv with exactly the locked packages, and Octavo itself
#   setup_debian "why" package…           Debian packages, installed when we may, else the command is printed
#   setup_validators                      npm packages of the outer validators, in .tools
#   setup_converters                      what the benchmark of the importer typesets and converts with, in .tools
#
# Each step leaves a stamp and does nothing (and needs no network) when the stamp fits.

TOP="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
LOCKS="$TOP/scripts/locks"
VENV="$TOP/.venv"
PYTHON="$VENV/bin/python"
TOOLS="$TOP/.tools"

say() { printf 'octavo setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 4; }

# What a user's environment may hold to steer pip or Python elsewhere. Mirrors, certificates and
# proxies (PIP_INDEX_URL, PIP_CERT, …) are left alone.
for name in USER TARGET PREFIX ROOT CONSTRAINT REQUIREMENT NO_DEPS DRY_RUN NO_BINARY ONLY_BINARY EDITABLE \
  IGNORE_INSTALLED UPGRADE PYTHON PLATFORM REQUIRE_HASHES NO_BUILD_ISOLATION REPORT LOG; do
  unset "PIP_$name"
done
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE VIRTUAL_ENV CDPATH name
export PYTHONNOUSERSITE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

# The oldest Python that will do is 3.11. OCTAVO_PYTHON names another one.
find_python() {
  local candidate
  for candidate in "${OCTAVO_PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer is needed. On Debian: apt-get install python3 python3-venv"
}

# setup_debian WHY PACKAGE…
setup_debian() {
  local why="$1"
  shift
  local command="apt-get install --yes --no-install-recommends $*"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    fail "$why. Please run:  sudo $command"
  fi
  say "$why; installing $*"
  export DEBIAN_FRONTEND=noninteractive
  # $command is split into words on purpose.
  # shellcheck disable=SC2086
  $command >/dev/null 2>&1 || { apt-get update >/dev/null 2>&1 || true; $command >/dev/null; } ||
    fail "That failed. Please run:  apt-get update && $command"
}

# The folder of the virtual environment is part of the stamp: scripts in it hold its path.
stamp_of() { { printf '%s\n' "$VENV"; cat "$@"; } | sha256sum | cut -d' ' -f1; }

make_venv() {
  local base
  base="$(find_python)" || exit $?
  if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
    setup_debian "Python's venv module is missing" python3-venv
  fi
  # A link leads to an environment that others use: it is never cleared.
  [ ! -L "$VENV" ] || fail "$VENV is a link and does not fit this lock; remove the link, or bring its target up to date"
  say "making $VENV with $("$base" --version)"
  "$base" -m venv --clear "$VENV" || fail "the virtual environment could not be made"
}

# The lock of the tests holds one package without a wheel (bagit); what builds it is in the smaller lock.
install_locked() {
  local wheels=()
  [ "$1" != requirements.lock ] || wheels=(--only-binary :all:)
  "$PYTHON" -m pip install --quiet --require-hashes "${wheels[@]}" --no-build-isolation \
    --requirement "$LOCKS/$1" || fail "the packages could not be installed; see above"
}

# setup_python LOCK
setup_python() {
  local lock="$LOCKS/$1" stamp="$VENV/.octavo-$1" wanted
  wanted="$(stamp_of "$lock" "$TOP/pyproject.toml")"
  if [ -x "$PYTHON" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    return
  fi
  # The larger lock holds the smaller one.
  if [ "$1" = requirements.lock ] && [ -x "$PYTHON" ] &&
    [ "$(cat "$VENV/.octavo-requirements-test.lock" 2>/dev/null)" = \
      "$(stamp_of "$LOCKS/requirements-test.lock" "$TOP/pyproject.toml")" ]; then
    return
  fi
  if ! { [ -x "$PYTHON" ] && "$PYTHON" -c 'import pip' && [ "$(cat "$VENV/.octavo-home" 2>/dev/null)" = "$VENV" ]; } \
    2>/dev/null; then
    make_venv
    printf '%s\n' "$VENV" >"$VENV/.octavo-home"
  fi
  say "installing the packages of $1"
  install_locked requirements.lock
  [ "$1" = requirements.lock ] || install_locked "$1"
  "$PYTHON" -m pip install --quiet --no-deps --no-build-isolation --no-index --editable "$TOP" ||
    fail "Octavo itself could not be installed; see above"
  setup_pango
  printf '%s\n' "$wanted" >"$stamp"
}

# WeasyPrint's libraries are Debian's. Fontconfig is sealed off as in a build.
setup_pango() {
  "$PYTHON" -c 'import weasyprint' >/dev/null 2>&1 && return
  setup_debian "Pango, which lays out the PDF, is missing" \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1
  "$PYTHON" -c 'import weasyprint' || fail "Pango is installed but WeasyPrint cannot load it; see above"
}

# setup_programs WHY PROGRAM=PACKAGE…: Debian packages of the programs (or files, /a/*/b) that are absent.
setup_programs() {
  local why="$1" pair absent=()
  shift
  for pair in "$@"; do
    case "${pair%%=*}" in
      /*) compgen -G "${pair%%=*}" >/dev/null || absent+=("${pair#*=}") ;;
      *) command -v "${pair%%=*}" >/dev/null 2>&1 || absent+=("${pair#*=}") ;;
    esac
  done
  [ ${#absent[@]} -eq 0 ] || setup_debian "$why" "${absent[@]}"
}

setup_validators() {
  setup_programs "programs that judge the artifacts are missing" \
    java=default-jre-headless chromium=chromium node=nodejs npm=npm qpdf=qpdf faketime=faketime \
    pdftotext=poppler-utils ebook-convert=calibre ssh-keygen=openssh-client \
    /usr/share/java/jaxb-runtime.jar=libjaxb-java '/usr/lib/*/libatomic.so.1=libatomic1'
  local wanted
  wanted="$(stamp_of "$LOCKS/package.json" "$LOCKS/package-lock.json")"
  [ "$(cat "$TOOLS/.octavo-stamp" 2>/dev/null)" = "$wanted" ] && return
  say "installing the validators that come from npm"
  mkdir -p "$TOOLS"
  cp "$LOCKS/package.json" "$LOCKS/package-lock.json" "$TOOLS/"
  # No install script runs: none is needed, and they would download browsers. Optional packages only draw.
  PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix "$TOOLS" --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error >/dev/null ||
    fail "the npm packages could not be installed; see above"
  printf '%s\n' "$wanted" >"$TOOLS/.octavo-stamp"
}

# The typesetters and converters of other makers stay apart from Octavo's own environment. LaTeX, LibreOffice,
# Java and poppler are used where they are; the benchmark says what is missing.
setup_converters() {
  local folder="$TOOLS/import" wanted
  wanted="$(stamp_of "$LOCKS/requirements-import.lock")"
  [ "$(cat "$folder/.octavo-stamp" 2>/dev/null)" = "$wanted" ] && return
  say "installing the converters of the import benchmark"
  "$(find_python)" -m venv --clear "$folder" || fail "the virtual environment could not be made"
  "$folder/bin/python" -m pip install --quiet --require-hashes --only-binary :all: \
    --requirement "$LOCKS/requirements-import.lock" || fail "the packages could not be installed; see above"
  printf '%s\n' "$wanted" >"$folder/.octavo-stamp"
}
