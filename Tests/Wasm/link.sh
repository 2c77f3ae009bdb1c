#!/usr/bin/env bash
# Links the portable targets and the functions of Exports.swift into .build-wasm/gradgraph.wasm.
#
# Exit codes: 0 linked, 1 an error, 3 a tool is missing (each is named).
set -euo pipefail
cd "$(dirname "$0")/../.."
Tests/Wasm/check.sh
. Tests/Wasm/toolchain.sh

# The C library and the compiler's own functions: Debian's, or a wasi-sdk's.
libraries=${WASI_SYSROOT:+$WASI_SYSROOT/lib/wasm32-wasi}
libraries=${libraries:-/usr/lib/wasm32-wasi}
need "$libraries/libc.a" "install wasi-libc (Debian), or set WASI_SYSROOT"
builtins=${WASI_BUILTINS:-$(ls /usr/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a 2>/dev/null | tail -n 1)}
need "${builtins:-libclang_rt.builtins-wasm32.a}" "install libclang-rt-dev-wasm32 (Debian), or set WASI_BUILTINS"
need "$tools/wasm-ld" "this toolchain has no linker for WebAssembly"
need "$tools/clang" "this toolchain has no C compiler"

modules=(GradGraphPlatform DisplayText Autodiff)
[ ! -d Sources/LayeredLayout ] || modules+=(LayeredLayout)
modules+=(FormulaSyntax GraphExport ChainRule)
sources=(Tests/Wasm/Answer.swift Tests/Wasm/Exports.swift)
compile GradGraphWasm "${modules[@]}"

made=$({ cat "$out"/*.key Tests/Wasm/Shim.c Tests/Wasm/link.sh; } | sha256sum)
if [ "$made" != "$(cat "$out/linked" 2>/dev/null)" ]; then
  rm -f "$out/linked"
  "$tools/clang" --target=wasm32-unknown-wasi --sysroot=/nonexistent -isystem "$headers" -Os -Wall -Werror -Wno-main \
    -c Tests/Wasm/Shim.c -o "$out/Shim.o"
  objects=()
  for module in "${modules[@]}" GradGraphWasm; do objects+=("$out/$module.o"); done
  "$tools/wasm-ld" --no-entry --gc-sections --strip-all -O3 --export=_start "${objects[@]}" "$out/Shim.o" \
    "$embedded/libswiftUnicodeDataTables.a" -L"$libraries" -lc -lm "$builtins" -o "$out/gradgraph.wasm"
  echo "$made" > "$out/linked"
fi
echo "wasm: $out/gradgraph.wasm has $(wc -c < "$out/gradgraph.wasm") bytes, $(gzip -9c "$out/gradgraph.wasm" | wc -c) with gzip -9"
