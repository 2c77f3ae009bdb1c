#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The availability of threads for sharing work.
package enum Threads {
  /// `true` if the system starts a thread for this process, and has the descriptors that managing threads needs.
  ///
  /// Without this test, a limit on processes (`ulimit -u`) or on descriptors (`ulimit -n`) makes callers that need threads
  /// wait for ever, or ends the process.
  package static let areAvailable: Bool = canStart && hasDescriptors

  private static let canStart: Bool = {
    #if canImport(Darwin)
      var thread: pthread_t?
      guard pthread_create(&thread, nil, { _ in nil }, nil) == 0, let thread else { return false }
      return pthread_join(thread, nil) == 0
    #elseif canImport(Glibc) || canImport(Musl)
      var thread = pthread_t()
      guard pthread_create(&thread, nil, { _ in nil }, nil) == 0 else { return false }
      return pthread_join(thread, nil) == 0
    #else
      return false
    #endif
  }()

  /// `true` if the process can open the descriptors for a few pipes, timers and events.
  private static let hasDescriptors: Bool = {
    #if canImport(Darwin) || canImport(Glibc) || canImport(Musl)
      var descriptors: [Int32] = []
      defer { for descriptor in descriptors { close(descriptor) } }
      for _ in 0..<8 {
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return false }
        descriptors.append(descriptor)
      }
      return true
    #else
      return false
    #endif
  }()
}
