#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The memory that this process may still take.
enum AvailableMemory {
  /// Bytes: the smallest of the system's free memory and the limits of the address space and of the container.
  static var bytes: Double {
    var least = systemBytes
    var limit = rlimit()
    #if canImport(Darwin)
      let status = getrlimit(RLIMIT_AS, &limit)
    #else
      let status = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #endif
    if status == 0, limit.rlim_cur < UInt64(Int64.max) {
      least = min(least, max(Double(limit.rlim_cur) - addressSpace, 0))
    }
    return min(least, containerBytes)
  }

  private static var pageSize: Double { Double(sysconf(Int32(_SC_PAGESIZE))) }

  #if canImport(Darwin)
    private static var systemBytes: Double { Double(sysconf(Int32(_SC_PHYS_PAGES))) * pageSize }
    private static var addressSpace: Double { 0 }
    private static var containerBytes: Double { .infinity }
  #else
    private static var systemBytes: Double {
      // In kB, and swap space is memory, too.
      let kilobytes = ["MemAvailable:", "SwapFree:"].compactMap { number(after: $0, in: "/proc/meminfo") }
      return kilobytes.isEmpty
        ? Double(sysconf(Int32(_SC_PHYS_PAGES))) * pageSize : kilobytes.reduce(0, +) * 1024
    }

    private static var addressSpace: Double { (number(after: "", in: "/proc/self/statm") ?? 0) * pageSize }

    private static var containerBytes: Double {
      guard let most = number(after: "", in: "/sys/fs/cgroup/memory.max") else { return .infinity }
      return max(most - (number(after: "", in: "/sys/fs/cgroup/memory.current") ?? 0), 0)
    }

    /// The whole number that comes after a word at the start of a line of a file.
    private static func number(after word: String, in path: String) -> Double? {
      guard let bytes = try? InputFile.read(path) else { return nil }
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(word) {
        return Double(line.dropFirst(word.count).drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber })
      }
      return nil
    }
  #endif
}
