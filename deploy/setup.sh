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

check_swift
if ! command -v dpkg-query >/dev/null; then
  check_debian
fi
mapfile -t missing < <(missing_packages)
if [[ "${#missing[@]}" == 0 ]]; then
  echo "setup: everything is installed already; nothing to do"
  exit 0
fi
check_debian
echo "setup: installing ${missing[*]}"
install_packages "${missing[@]}"
mapfile -t missing < <(missing_packages)
[[ "${#missing[@]}" == 0 ]] || refuse "still missing after installation: ${missing[*]}"
echo "setup: done"
