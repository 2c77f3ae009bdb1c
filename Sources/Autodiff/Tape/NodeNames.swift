/// The names of nodes.
///
/// Most nodes get their names in the order of their ids, right after they are recorded. Those names are stored one after
/// the other, with a bit per node for its having one; only a node that is named later, after one with a higher id,
/// goes to a dictionary.
///
/// - Complexity: O(1) per name on average; a quarter of a byte for a node without one.
package struct NodeNames {
  /// 64 nodes: a bit for each one with a name, and the number of names stored before theirs.
  private struct Block {
    var named: UInt64 = 0
    var start: Int

    func position(of bit: UInt64) -> Int { start + (named & (bit - 1)).nonzeroBitCount }
  }

  private var blocks: [Block] = []
  private var names: [String] = []

  /// All names, in no order that counts.
  var all: [String] { late.isEmpty ? names : names + late.values }
  private var late: [UInt32: String] = [:]

  package subscript(id: UInt32) -> String? {
    let (block, bit) = Self.place(of: id)
    if block < blocks.count, blocks[block].named & bit != 0 { return names[blocks[block].position(of: bit)] }
    return late.isEmpty ? nil : late[id]
  }

  mutating func set(_ name: String, of id: UInt32) {
    let (block, bit) = Self.place(of: id)
    while blocks.count <= block { blocks.append(Block(start: names.count)) }
    let position = blocks[block].position(of: bit)
    if blocks[block].named & bit != 0 {
      names[position] = name
    } else if position == names.count {
      blocks[block].named |= bit
      names.append(name)
    } else {
      late[id] = name
    }
  }

  private static func place(of id: UInt32) -> (block: Int, bit: UInt64) {
    (Int(id >> 6), 1 << UInt64(id & 63))
  }
}
