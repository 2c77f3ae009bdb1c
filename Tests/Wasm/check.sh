#!/usr/bin/env bash
# Compiles the portable targets with Embedded Swift for WebAssembly, a module at a time, dependencies first.
#
# A module is compiled again only when its sources, those of a module it imports, the options or the compiler have changed;
# objects are kept in .build-wasm. Exit codes: 0 all compile, 1 an error, 3 a tool is missing (each is named).
set -euo pipefail
cd "$(dirname "$0")/../.."
. Tests/Wasm/toolchain.sh

# Each target and what it imports.
compile GradGraphPlatform
compile DisplayText
compile Autodiff GradGraphPlatform
[ ! -d Sources/LayeredLayout ] || compile LayeredLayout
compile FormulaSyntax Autodiff DisplayText
compile GraphExport GradGraphPlatform Autodiff DisplayText LayeredLayout
compile ChainRule Autodiff DisplayText FormulaSyntax GraphExport
