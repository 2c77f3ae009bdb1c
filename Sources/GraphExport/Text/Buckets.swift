/// Numbers from 0 sorted into buckets, each in ascending order; two arrays for any number of buckets.
struct Buckets {
  private let starts: [Int]
  private let items: [Int]

  /// - Parameter bucket: the bucket of a number below `count`; called twice for each.
  /// - Complexity: O(buckets + count).
  init(_ buckets: Int, _ count: Int, _ bucket: (Int) -> Int) {
    var starts = Array(repeating: 0, count: buckets + 1)
    for item in 0..<count { starts[bucket(item) + 1] += 1 }
    for index in 0..<buckets { starts[index + 1] += starts[index] }
    var next = starts
    var items = Array(repeating: 0, count: count)
    for item in 0..<count {
      let own = bucket(item)
      items[next[own]] = item
      next[own] += 1
    }
    (self.starts, self.items) = (starts, items)
  }

  /// The numbers in a bucket.
  subscript(bucket: Int) -> ArraySlice<Int> { items[starts[bucket]..<starts[bucket + 1]] }
}
