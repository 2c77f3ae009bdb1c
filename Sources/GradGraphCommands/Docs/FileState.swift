#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The attributes that change when a file is saved, in place or by another file that takes its name.
struct FileState: Equatable {
  private var seconds = 0
  private var nanoseconds = 0
  private var size = -1
  private var inode: UInt64 = 0

  init(_ path: String) {
    guard let status = SystemPath.status(path) else { return }
    #if canImport(Darwin)
      let time = status.st_ctimespec
    #else
      let time = status.st_ctim
    #endif
    (seconds, nanoseconds, size) = (time.tv_sec, time.tv_nsec, Int(status.st_size))
    inode = UInt64(status.st_ino)
  }
}
