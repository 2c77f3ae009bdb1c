#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Runs a command on the calling thread, if the system provides no other thread.
///
/// The tasks that prefer this executor, and the functions they call, run here one after the other; this needs no thread
/// and no descriptor of its own.
final class CommandLoop: TaskExecutor, @unchecked Sendable {
  // Both have an address of their own, as POSIX asks for. All other fields are read and written under the lock.
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [UnownedJob] = []
  private var ending: Int32?

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(lock)
    change.deallocate()
    lock.deallocate()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    changing { jobs.append(job) }
  }

  /// Ends the loop.
  func end(_ code: Int32) { changing { ending = code } }

  private func changing(_ work: () -> Void) {
    pthread_mutex_lock(lock)
    work()
    pthread_cond_signal(change)
    pthread_mutex_unlock(lock)
  }

  /// Runs jobs until ``end(_:)`` is called.
  ///
  /// - Returns: the code that it was called with.
  func run() -> Int32 {
    while true {
      pthread_mutex_lock(lock)
      while jobs.isEmpty, ending == nil { pthread_cond_wait(change, lock) }
      let (code, job) = (ending, jobs.isEmpty ? nil : jobs.removeFirst())
      pthread_mutex_unlock(lock)
      if let code { return code }
      job?.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
