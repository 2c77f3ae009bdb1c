#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A number from the environment.
func number(_ name: String) -> Int? {
  getenv(name).flatMap { Int(String(cString: $0)) }
}
