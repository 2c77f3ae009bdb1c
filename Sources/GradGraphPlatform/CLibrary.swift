// The C library of the platform, under one name: `exp`, `pow`, `realloc`, `free` and the like.
//
// The portable targets take nothing else from a platform than this target's contents. A port provides the same:
//
// | file | need | with threads (Linux, macOS) | WebAssembly |
// |---|---|---|---|
// | `CLibrary` | the functions of `math.h` on `Double`; `realloc` and `free` | Glibc, Musl, Darwin | wasi-libc |
// | `HugePages` | reserved addresses that take memory where they are written; advice about pages | mmap, madvise | none: lists move when they grow |
// | `Threads` | `Mutex`, a pointer per thread, a loop on all cores | Synchronization, pthread, Dispatch | one thread |
//
// Nothing else in the portable targets depends on the platform. `Int` has 32 bits in WebAssembly: sizes in bytes are
// computed with overflow in mind, and keys of more bits are `UInt64`.

#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#elseif canImport(Darwin)
  @_exported import Darwin
#elseif canImport(WASILibc)
  @_exported import WASILibc
#endif
