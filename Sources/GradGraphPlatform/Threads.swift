#if canImport(WASILibc)
  // One thread: nothing waits for another.

  /// A value that one thread at a time may change; the used part of `Synchronization.Mutex`.
  package struct Mutex<Value>: ~Copyable, @unchecked Sendable {
    private let value: UnsafeMutablePointer<Value>

    package init(_ value: Value) {
      self.value = .allocate(capacity: 1)
      self.value.initialize(to: value)
    }

    deinit {
      value.deinitialize(count: 1)
      value.deallocate()
    }

    package borrowing func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
      body(&value.pointee)
    }
  }

  /// A pointer that every thread has of its own.
  package struct ThreadPointer: ~Copyable, @unchecked Sendable {
    package typealias AtEnd = @convention(c) (UnsafeMutableRawPointer?) -> Void

    private let slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    package init() {
      slot = .allocate(capacity: 1)
      slot.initialize(to: nil)
    }

    deinit { slot.deallocate() }

    /// The running thread's pointer; `nil` until it is set.
    package var pointer: UnsafeMutableRawPointer? { slot.pointee }

    /// Sets the running thread's pointer; the only thread has no end.
    package func set(_ pointer: UnsafeMutableRawPointer, atEnd: AtEnd) -> Bool {
      slot.pointee = pointer
      return true
    }
  }

  /// Calls `work` with every number below `count`, on all cores at once: here there is one.
  package func onAllCores(_ count: Int, _ work: (Int) -> Void) {
    for part in 0..<count { work(part) }
  }
#else
  import Dispatch
  @_exported import struct Synchronization.Mutex
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// A pointer that every thread has of its own.
  package struct ThreadPointer: ~Copyable, Sendable {
    #if canImport(Darwin)
      package typealias AtEnd = @convention(c) (UnsafeMutableRawPointer) -> Void
    #else
      package typealias AtEnd = @convention(c) (UnsafeMutableRawPointer?) -> Void
    #endif

    /// The system's key, plus one; 0 as long as there is none.
    private let key = Atomic<UInt>(0)

    package init() {}

    /// The running thread's pointer; `nil` until it is set.
    package var pointer: UnsafeMutableRawPointer? {
      let key = key.load(ordering: .relaxed)
      return key == 0 ? nil : pthread_getspecific(pthread_key_t(truncatingIfNeeded: key &- 1))
    }

    /// Sets the running thread's pointer; `false` if the system has no room for it.
    ///
    /// - Parameter atEnd: is called with the pointer when the thread ends; the same in every call.
    package func set(_ pointer: UnsafeMutableRawPointer, atEnd: AtEnd) -> Bool {
      if key.load(ordering: .relaxed) == 0 {
        var made = pthread_key_t()
        guard pthread_key_create(&made, atEnd) == 0 else { return false }
        let isFirst = key.compareExchange(expected: 0, desired: UInt(made) + 1, ordering: .relaxed).exchanged
        if !isFirst { pthread_key_delete(made) }
      }
      return pthread_setspecific(
        pthread_key_t(truncatingIfNeeded: key.load(ordering: .relaxed) &- 1), pointer) == 0
    }
  }

  /// Calls `work` with every number below `count`, on all cores at once; one after the other where there are no threads.
  ///
  /// The compiler does not check that the calls are independent: a memory that one call writes, no other may use.
  package func onAllCores(_ count: Int, _ work: (Int) -> Void) {
    guard count > 1, Threads.areAvailable else { return (0..<count).forEach(work) }
    withoutActuallyEscaping(work) { work in
      nonisolated(unsafe) let work = work
      DispatchQueue.concurrentPerform(iterations: count) { work($0) }
    }
  }
#endif
