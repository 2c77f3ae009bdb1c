#!/usr/bin/env bash
# Fetches the peers into .build/peers: Python's from PyPI, the C++ headers from Debian without installing them.
set -euo pipefail
cd "$(dirname "$0")/.."
peers=$PWD/.build/peers
mkdir -p "$peers/debian"

if [ ! -x "$peers/venv/bin/python" ]; then
  python3 -m venv "$peers/venv"
  "$peers/venv/bin/pip" install --quiet micrograd torch casadi
fi

packages="r-cran-stanheaders libboost1.81-dev libeigen3-dev libtbb-dev libtbb12 libsundials-dev libadolc-dev libadolc2 libcolpack0v5"
if [ ! -d "$peers/debian/usr" ] && command -v apt-get >/dev/null; then
  (cd "$peers/debian" && apt-get download $packages && for file in *.deb; do dpkg -x "$file" .; done && rm -f ./*.deb)
fi

root=$peers/debian/usr
flags="-O3 -march=native -w"
stan=$root/lib/R/site-library
libraries=$root/lib/$(gcc -print-multiarch)
if [ -d "$stan" ]; then
  g++ -std=c++14 $flags -I "$stan/StanHeaders/include" -I "$root/include/eigen3" -I "$root/include" \
    peers/stan.cpp "$libraries"/libtbb.so.12 -Wl,-rpath,"$libraries" -o "$peers/stan"
  g++ -std=c++14 $flags -I "$root/include" peers/adolc.cpp "$libraries"/libadolc.so.2 -Wl,-rpath,"$libraries" \
    -Wl,--allow-shlib-undefined -o "$peers/adolc"
fi
