# Sourced by check.sh and test.sh: finds the tools, and compiles a module.

out=${WASM_BUILD:-.build-wasm}
swiftc=$(command -v "${SWIFTC:-swiftc}" || true)
[ -n "$swiftc" ] || { echo "wasm: swiftc is not found" >&2; exit 3; }
# …/usr/lib/swift, also where swiftc is the shim of a version manager.
resources=$("$swiftc" -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
embedded=$resources/embedded/wasm32-unknown-none-wasm
tools=$(dirname "$(dirname "$resources")")/bin
# Headers of wasi-libc: Debian's, or a wasi-sdk's sysroot.
headers=${WASI_SYSROOT:+$WASI_SYSROOT/include/wasm32-wasi}
headers=${headers:-/usr/include/wasm32-wasi}

need() { [ -e "$1" ] || { echo "wasm: $1 is missing: $2" >&2; exit 3; }; }
need "$embedded" "this toolchain has no Embedded Swift for WebAssembly"
need "$headers/math.h" "install wasi-libc (Debian), or set WASI_SYSROOT"

mkdir -p "$out"
sources=()
options=(-target wasm32-unknown-none-wasm -enable-experimental-feature Embedded -enable-experimental-feature Extern
  -swift-version 6 -package-name gradgraph -wmo -Osize -disable-stack-protector -parse-as-library
  -I "$out" -I Tests/Wasm/include -Xcc --sysroot=/nonexistent -Xcc -isystem -Xcc "$headers" -Xcc -D__wasi__)

# The digest of what a module is made of: options, compiler, sources, and the modules it imports.
key() {
  local imported
  {
    "$swiftc" --version 2>/dev/null
    printf '%s\n' "${options[@]}"
    cat Tests/Wasm/include/*
    for imported; do cat "$out/$imported.key" 2>/dev/null || true; done
    sha256sum "${files[@]}"
  } | sha256sum | cut -d' ' -f1
}

# compile MODULE [IMPORTED…]: the sources in Sources/MODULE, or those in the array `sources`.
compile() {
  local module=$1 files=("${sources[@]}") now
  shift
  [ ${#files[@]} -gt 0 ] || readarray -d '' files < <(find "Sources/$module" -name '*.swift' -print0 | LC_ALL=C sort -z)
  now=$(key "$@")
  [ "$(cat "$out/$module.key" 2>/dev/null)" != "$now" ] || return 0
  rm -f "$out/$module.key"
  echo "wasm: compiling $module"
  "$swiftc" "${options[@]}" -module-name "$module" -c "${files[@]}" \
    -emit-module -emit-module-path "$out/$module.swiftmodule" -o "$out/$module.o" || exit 1
  echo "$now" > "$out/$module.key"
}
