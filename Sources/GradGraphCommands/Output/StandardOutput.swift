#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The stream that results go to when no file is named.
struct StandardOutput {
  /// Writes all of `bytes`, without a buffer in between, so that no error can come later unseen.
  ///
  /// SIGPIPE is ignored meanwhile, so that a reader that has closed the pipe is an error and does not end the program.
  ///
  /// - Parameter descriptor: another stream, for tests.
  /// - Throws: `closedPipe`, which the caller answers by ending quietly with exit code 0; `diskFull` or `failed`
  ///   when standard output is a file that can't take it. A part may have been written then.
  static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) throws(OutputError) {
    let earlier = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, earlier) }
    let code = ByteWriting.write(bytes, to: descriptor)
    guard code == 0 else { throw OutputError(code, "standard output") }
  }
}

/// The loop around write(2).
enum ByteWriting {
  /// Writes all of `bytes`, also where the system takes only a part at a time, is interrupted, or would have to wait.
  ///
  /// - Returns: 0, or the `errno` of the write that failed.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let (count, code) = bytes.withUnsafeBytes { buffer in
        let rest = UnsafeRawBufferPointer(rebasing: buffer[written...].prefix(1 << 30))  // macOS: below 2 GiB
        #if canImport(Darwin)
          let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
        #else
          let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        #endif
        return (count, errno)
      }
      if count >= 0 {
        written += count
      } else if code == EAGAIN {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wanted, 1, -1)
      } else if code != EINTR {
        return code
      }
    }
    return 0
  }
}
