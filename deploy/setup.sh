#!/usr/bin/env bash
# Installs what Rota needs on Debian 12 and does nothing when it is all there.
#
# Generated protobuf code is committed, so protoc is not on the list. The Swift toolchain is checked
# and never installed: how it comes to a machine is the machine's business.
set -euo pipefail

readonly swift_needed="6.1"
# libnng: sockets; libpq and the server: storage; liblz4: compression; libssl: content hashes.
readonly packages=(
  git libnng-dev libpq-dev liblz4-dev libssl-dev make pkg-config postgresql postgresql-15
)
readonly cluster_configuration="/etc/postgresql-common/createcluster.conf"
# Package lists younger than a day name versions that the mirrors still hold.
readonly lists_fresh_minutes=1440

# OR-Tools, pinned: the wheel that the Python package index serves, by its hash. Nothing of Python is
# used but the client that fetches it and the unpacker.
readonly ortools_version="9.15.6755"
readonly ortools_hash_x86_64="033836c0eb33bc72697a299e0caedbb25fc9d1cee0b13832d69cb30405f57b3e"
readonly ortools_hash_aarch64="3cd6bec0a2e00e3891a53e3b436f45a1000269f302085572f49e9856b7f8eaf0"
readonly ortools_file="ortools/.libs/libortools.so.9"

# Prints why the machine cannot be set up, and what a person could do, then ends.
refuse() {
  printf 'setup: %s\n' "$@" >&2
  exit 2
}

# Prints the packages of the list that are not installed, one a line.
missing_packages() {
  local package
  for package in "${packages[@]}"; do
    if [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]]
    then
      printf '%s\n' "$package"
    fi
  done
}

check_swift() {
  local found
  command -v swift >/dev/null || refuse \
    "no 'swift' on the PATH; Swift $swift_needed or later is needed" \
    "install a toolchain from https://www.swift.org/install/linux/ and run 'make setup' again"
  found="$(swift --version 2>/dev/null |
    sed -nE 's/.*Swift version ([0-9]+(\.[0-9]+)*).*/\1/p' | head -n 1)"
  [[ -n "$found" ]] || refuse "'swift --version' names no version; Swift $swift_needed is needed"
  if [[ "$(printf '%s\n' "$swift_needed" "$found" | sort -V | head -n 1)" != "$swift_needed" ]]; then
    refuse "Swift $found is too old; Swift $swift_needed or later is needed" \
      "install a newer toolchain from https://www.swift.org/install/linux/"
  fi
}

check_debian() {
  local id="" version=""
  if [[ -r /etc/os-release ]]; then
    id="$(. /etc/os-release && printf '%s' "${ID:-}")"
    version="$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")"
  fi
  if [[ "$id" != debian || "$version" != 12 ]]; then
    refuse "this is '${id:-unknown} ${version:-}', and setup installs on Debian 12 only" \
      "install by hand what these Debian packages hold: ${packages[*]}" \
      "on another system, 'make build' works once they and Swift $swift_needed are there"
  fi
}

# Sets `as_root` to the words that run a command with the rights to install.
find_root() {
  if [[ "$(id -u)" == 0 ]]; then
    as_root=()
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  elif command -v sudo >/dev/null && [[ -t 0 ]]; then
    as_root=(sudo)
  else
    refuse "installing needs root, and this user has no usable sudo" \
      "let an administrator run: apt-get install --no-install-recommends $*"
  fi
}

lists_are_fresh() {
  [[ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' \
    -mmin "-$lists_fresh_minutes" -print -quit 2>/dev/null)" ]]
}

# Debian's server package makes a cluster named `main` and starts it on port 5432. Rota runs servers
# of its own under a state folder, so that cluster would only take memory and a port. The setting is
# written before the server's first installation and never on a machine that has one already:
# there, how clusters are made was somebody's decision.
decline_default_cluster() {
  if [[ -e "$cluster_configuration" ]] || [[ -d /usr/lib/postgresql ]]; then
    return
  fi
  "${as_root[@]}" mkdir -p "$(dirname "$cluster_configuration")"
  printf 'create_main_cluster = false\n' | "${as_root[@]}" tee "$cluster_configuration" >/dev/null
}

install_packages() {
  find_root "$@"
  lists_are_fresh || "${as_root[@]}" apt-get update -q
  decline_default_cluster
  # CONFFOLD keeps the cluster setting written above when postgresql-common brings its own copy.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 \
    apt-get install -q -y --no-install-recommends "$@" </dev/null
}

# Where OR-Tools goes: for everybody when root, else for this user. `rota` looks in both.
ortools_folder() {
  if [[ "$(id -u)" == 0 ]]; then
    printf '/usr/local/lib/rota/ortools-%s' "$ortools_version"
  else
    printf '%s/rota/ortools-%s' "${XDG_DATA_HOME:-$HOME/.local/share}" "$ortools_version"
  fi
}

# Says loudly that OR-Tools is missing; everything but its strategies works without it.
without_ortools() {
  printf 'setup: OR-Tools %s was NOT installed: %s\n' "$ortools_version" "$1" >&2
  printf 'setup: Rota works without it; the strategies cp-sat and cp-sat-repair do not.\n' >&2
  printf "setup: once that is mended, run 'make setup' again; see docs/operating/or-tools.md\n" >&2
}

# Fetches the pinned wheel and unpacks the libraries, keeping their layout. Optional: a machine that
# cannot have it is set up all the same. ROTA_WITHOUT_ORTOOLS=1 declines it.
install_ortools() {
  local folder hash platform work
  if [[ -n "${ROTA_WITHOUT_ORTOOLS:-}" ]]; then
    without_ortools "ROTA_WITHOUT_ORTOOLS is set"
    return
  fi
  folder="$(ortools_folder)"
  if [[ -r "$folder/$ortools_file" ]]; then
    return
  fi
  case "$(uname -m)" in
    x86_64) hash="$ortools_hash_x86_64" platform=manylinux_2_28_x86_64 ;;
    aarch64) hash="$ortools_hash_aarch64" platform=manylinux_2_28_aarch64 ;;
    *) without_ortools "there is no build for $(uname -m)"; return ;;
  esac
  if ! python3 -m pip --version >/dev/null 2>&1; then
    if ! command -v dpkg-query >/dev/null || ! (check_debian; install_packages python3-pip); then
      without_ortools "'python3 -m pip', which fetches it, is missing"
      return
    fi
  fi
  work="$(mktemp -d)"
  printf 'ortools==%s --hash=sha256:%s\n' "$ortools_version" "$hash" >"$work/requirements.txt"
  echo "setup: fetching OR-Tools $ortools_version"
  if ! python3 -m pip download -q --no-deps --only-binary=:all: --require-hashes \
    --python-version 3.12 --platform "$platform" -d "$work" -r "$work/requirements.txt"; then
    without_ortools "the wheel could not be fetched, or is not the one that is pinned"
  elif ! unpack_ortools "$work" "$folder"; then
    without_ortools "the wheel could not be unpacked to $folder"
  else
    echo "setup: OR-Tools $ortools_version is in $folder"
  fi
  rm -rf "$work"
}

# Unpacks the wheel in a folder and moves its libraries into place in one step.
unpack_ortools() {
  local work="$1" folder="$2"
  python3 -m zipfile -e "$work"/ortools-*.whl "$work/all" &&
    mkdir -p "$work/kept/ortools" "$(dirname "$folder")" &&
    mv "$work/all/ortools/.libs" "$work/kept/ortools/.libs" &&
    mv "$work/all/ortools.libs" "$work/kept/ortools.libs" &&
    { [[ ! -e "$folder" ]] || rm -r "$folder"; } &&
    cp -r "$work/kept" "$folder.incomplete" && mv "$folder.incomplete" "$folder"
}

check_swift
if ! command -v dpkg-query >/dev/null; then
  check_debian
fi
mapfile -t missing < <(missing_packages)
if [[ "${#missing[@]}" == 0 ]]; then
  install_ortools
  echo "setup: everything is installed"
  exit 0
fi
check_debian
echo "setup: installing ${missing[*]}"
install_packages "${missing[@]}"
mapfile -t missing < <(missing_packages)
[[ "${#missing[@]}" == 0 ]] || refuse "still missing after installation: ${missing[*]}"
install_ortools
echo "setup: done"
