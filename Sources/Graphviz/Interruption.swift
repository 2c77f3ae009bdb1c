import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Ends running children and removes temporary files when a signal ends this process.
///
/// A child in a session of its own does not get the terminal's Ctrl-C, and would go on alone.
/// While at least one run is under way, or a file is being written, SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGPIPE do three things: kill the process
/// groups, unlink the files, and then take the course they would have taken before. A signal that was
/// ignored (`nohup`) stays ignored.
package enum Interruption {
  /// A place in the table of processes and files to clean up.
  package struct Slot: Sendable {
    fileprivate let index: Int
  }

  /// Runs beyond this number at the same time work, but are not undone.
  private static let capacity = 64
  private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE]

  /// The states of a slot; any larger number is a process group.
  private enum State {
    static let free: pid_t = 0
    static let starting: pid_t = 1
    static let onlyFile: pid_t = -1
  }

  private struct Entry: ~Copyable {
    let state = Atomic<pid_t>(State.free)
    /// Room for a path, never freed: a handler may be reading it.
    let path = UnsafeMutablePointer<CChar>.allocate(capacity: Int(PATH_MAX))
  }

  // nonisolated(unsafe): the pointers never change. The entries are atomic; a path is written only while its
  // slot is free, and the earlier actions only under the lock, before the handler is installed.
  private nonisolated(unsafe) static let entries: UnsafeMutablePointer<Entry> = {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    for index in 0..<capacity { (entries + index).initialize(to: Entry()) }
    return entries
  }()
  private nonisolated(unsafe) static let earlier: UnsafeMutablePointer<sigaction> = {
    let earlier = UnsafeMutablePointer<sigaction>.allocate(capacity: 32)
    earlier.initialize(repeating: sigaction(), count: 32)
    return earlier
  }()
  /// The signal that came while a process was being started, or 0.
  private static let pending = Atomic<Int32>(0)
  /// The taken slots. Never locked by the handler.
  private static let taken = Mutex<Set<Int>>([])

  /// From here until ``end(_:)`` a signal removes the file at `path`; the file need not exist yet.
  ///
  /// - Returns: `nil` where the table is full or the path too long: a signal then leaves the file.
  package static func begin(removing path: UnsafePointer<CChar>?) -> Slot? {
    taken.withLock { taken in
      guard let index = (0..<capacity).first(where: { !taken.contains($0) }),
        path.map({ strlen($0) < Int(PATH_MAX) }) ?? true
      else { return nil }
      if taken.isEmpty { install() }
      taken.insert(index)
      if let path { strcpy(entries[index].path, path) } else { entries[index].path.pointee = 0 }
      entries[index].state.store(State.onlyFile, ordering: .sequentiallyConsistent)
      return Slot(index: index)
    }
  }

  /// From here until ``started(_:group:)`` or ``end(_:)`` a signal waits, as the child's number is not known yet.
  static func willStart(_ slot: Slot?) {
    guard let slot else { return }
    entries[slot.index].state.store(State.starting, ordering: .sequentiallyConsistent)
  }

  /// From here until ``end(_:)`` a signal kills the process group too.
  static func started(_ slot: Slot?, group: pid_t) {
    guard let slot else { return }
    entries[slot.index].state.store(group, ordering: .sequentiallyConsistent)
    passPending()
  }

  /// The run is over, and the file is gone.
  package static func end(_ slot: Slot?) {
    guard let slot else { return }
    entries[slot.index].state.store(State.free, ordering: .sequentiallyConsistent)
    passPending()
    taken.withLock { taken in
      taken.remove(slot.index)
      if taken.isEmpty { uninstall() }
    }
  }

  /// Runs in a signal handler: no memory, no locks, only atomics and calls that POSIX allows there.
  fileprivate static func handle(_ signal: Int32) {
    let code = errno
    // Stored before the table is read: whoever is starting a process either is seen here, or sees this.
    pending.store(signal, ordering: .sequentiallyConsistent)
    if undoAll() { pass(signal) }
    errno = code
  }

  private static func passPending() {
    let signal = pending.load(ordering: .sequentiallyConsistent)
    if signal != 0, undoAll() { pass(signal) }
  }

  /// False if a process is just being started, which then has to be undone by its starter.
  private static func undoAll() -> Bool {
    var isComplete = true
    for index in 0..<capacity {
      let state = entries[index].state.load(ordering: .sequentiallyConsistent)
      if state == State.free { continue }
      if state == State.starting { isComplete = false }
      if state > State.starting { kill(-state, SIGKILL) }
      unlink(entries[index].path)
    }
    return isComplete
  }

  private static func pass(_ signal: Int32) {
    // A default action ends the process; until it does, runs that notice their killed child must end it too, and not
    // go on to report a failure.
    if !earlier[Int(signal)].isDefault { pending.store(0, ordering: .sequentiallyConsistent) }
    sigaction(signal, earlier + Int(signal), nil)
    // A handler's own signal is blocked in it, and a worker thread may block them all: here it must come now.
    var only = sigset_t()
    var mask = sigset_t()
    sigemptyset(&only)
    sigaddset(&only, signal)
    pthread_sigmask(SIG_UNBLOCK, &only, &mask)
    raise(signal)
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  private static func install() {
    _ = entries  // made here, not in the handler
    for signal in signals {
      sigaction(signal, nil, earlier + Int(signal))
      if earlier[Int(signal)].isIgnored { continue }
      var ours = sigaction(calling: interruptionHandler)
      sigaction(signal, &ours, nil)
    }
  }

  private static func uninstall() {
    for signal in signals {
      var current = sigaction()
      sigaction(signal, nil, &current)
      // Somebody else's handler, installed meanwhile, is left alone.
      if current.isOurs { sigaction(signal, earlier + Int(signal), nil) }
    }
  }
}

private let interruptionHandler: @convention(c) (Int32) -> Void = { Interruption.handle($0) }

extension sigaction {
  fileprivate init(calling handler: @escaping @convention(c) (Int32) -> Void) {
    self.init()
    sa_flags = Int32(SA_RESTART)
    #if canImport(Darwin)
      __sigaction_u.__sa_handler = handler
    #else
      __sigaction_handler.sa_handler = handler
    #endif
  }

  private var address: Int {
    #if canImport(Darwin)
      unsafeBitCast(__sigaction_u.__sa_handler, to: Int.self)
    #else
      unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
    #endif
  }

  fileprivate var isIgnored: Bool { address == unsafeBitCast(SIG_IGN, to: Int.self) }
  fileprivate var isDefault: Bool { address == unsafeBitCast(SIG_DFL, to: Int.self) }
  fileprivate var isOurs: Bool { address == unsafeBitCast(interruptionHandler, to: Int.self) }
}
