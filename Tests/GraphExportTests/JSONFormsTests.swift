import Autodiff
import GraphExport
import Testing

/// The same graph in JSON of other forms than the encoder's own.
@Suite("JSON in other words")
struct JSONFormsTests {
  @Test("Order, white space and escapes make no difference")
  func otherForms() throws {
    for seed in UInt64(0)..<150 {
      var random = Seeded(seed)
      let json = DiagramJSONEncoder().encode(Diagram(Sample.graph(&random)))
      var reader = Form(bytes: json)
      let value = reader.value()
      for _ in 0..<3 {
        var other: [UInt8] = []
        value.write(to: &other, &random)
        let back = try DiagramJSONDecoder().decode(other)
        #expect(DiagramJSONEncoder().encode(back) == json, "seed \(seed): \(text(other))")
      }
    }
  }

  @Test("Ids far apart, and edges and nodes in any order, are resolved as those in order")
  func sparseIDs() throws {
    let json = """
      {"version": 1, "output": 900000000000, "nodes": [
      {"id": 900000000000, "op": "mul", "kind": "operation", "data": 6, "group": "g"}, {"id": 70000000, "kind": "constant", "data": 2},
      {"id": 3, "kind": "variable", "data": 3}], "groups": [{"path": "g"}],
      "edges": [{"from": 3, "to": 900000000000, "operand": 1}, {"from": 70000000, "to": 900000000000, "operand": 0}]}
      """
    let diagram = try DiagramJSONDecoder().decode(Array(json.utf8))
    #expect(diagram.nodes.map(\.id) == [3, 70_000_000, 900_000_000_000] && diagram.output == 2)
    #expect(diagram.edges.map(\.from) == [1, 0] && diagram.nodes[2].group == 0)
    for (old, new, expected) in [
      ("\"id\": 3,", "\"id\": 70000000,", "3:1: error: the id 70000000 is there twice"),
      ("\"from\": 3,", "\"from\": 4,", "4:11: error: an edge names the node 4"),
      ("\"mul\"", "\"tanh\"", "2:1: error: node 900000000000 has 2 operands and 0 parameters"),
    ] {
      let wrong = json.replacing(old, with: new)
      let error = #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(Array(wrong.utf8)) }
      #expect(error?.description.hasPrefix(expected) == true, "\(error?.description ?? "nothing")")
    }
  }

  @Test("A number is the double that the standard library reads")
  func numbers() throws {
    var random = Seeded(5)
    var texts = [
      "0", "-0", "-0.0", "0.000", "0e5", "1E5", "1e+5", "1.50e-3", "9007199254740993",
      "9007199254740992.9999",
      "4.9406564584124654e-324", "2.4703282292062327e-324", "2.2250738585072011e-308",
      "1.7976931348623157e308",
      "123456789012345678901234567890", "0.000000000000000000000000000001234567890123456789",
      "1.00000000000000011102230246251565404", "8.5e-22", "1e22", "1e23", "12345678.87654321", "1e-400",
      "0.000001e310",
    ]
    for _ in 0..<20_000 {
      let number = Double(bitPattern: UInt64.random(in: .min ... .max, using: &random)).magnitude
      guard number.isFinite else { continue }
      texts.append("\(number)")
      let digits = String(UInt64.random(in: 1...999_999_999_999_999_999, using: &random))
      texts.append("\(digits)e\(Int.random(in: -330...289, using: &random))")
      texts.append("\(digits.prefix(Int.random(in: 1...3, using: &random))).\(digits)")
      // The middle between two doubles, with as many digits as a double has, and beside it.
      let everyday = Double.random(in: 0..<1e6, using: &random)
      let middle = "\(everyday)\(Int.random(in: 0...9999, using: &random))"
      if !middle.contains("e") { texts.append(middle) }
    }
    let nodes = texts.enumerated().map { "{\"id\": \($0), \"kind\": \"variable\", \"data\": \($1)}" }
    let json = "{\"version\": 1, \"nodes\": [\(nodes.joined(separator: ","))]}"
    let diagram = try DiagramJSONDecoder().decode(Array(json.utf8))
    var different = 0
    for (node, text) in zip(diagram.nodes, texts) where node.data?.bitPattern != Double(text)?.bitPattern {
      different += 1
      if different < 5 { Issue.record("\(text) is read as \(node.data ?? .nan)") }
    }
    #expect(different == 0 && diagram.nodes.count == texts.count)
  }

  @Test(
    "What is no whole number is no id", arguments: ["1.0", "1e0", "01", "-1", "+1", "1_0", "", "\"1\"", "1e"])
  func ids(_ number: String) {
    let json = "{\"version\": 1,\n \"nodes\": [{\"id\": \(number), \"kind\": \"variable\"}]}"
    #expect(throws: JSONError.self) { try DiagramJSONDecoder().decode(Array(json.utf8)) }
  }
}

/// JSON as a tree, to be written in another form.
private indirect enum Value {
  case object([(String, Value)])
  case array([Value])
  case string(String)
  case other(String)

  /// Members in any order, white space anywhere, and any character as an escape.
  func write(to bytes: inout [UInt8], _ random: inout Seeded) {
    func space(_ random: inout Seeded) {
      bytes += (0..<Int.random(in: 0...2, using: &random)).map { _ in
        [0x20, 0x0A, 0x0D, 0x09].randomElement(using: &random) ?? 0x20
      }
    }
    func list<Item>(_ items: [Item], _ ends: (UInt8, UInt8), _ write: (Item, inout Seeded) -> Void) {
      bytes.append(ends.0)
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        space(&random)
        write(item, &random)
        space(&random)
      }
      bytes.append(ends.1)
    }
    switch self {
    case .object(let members):
      list(members.shuffled(using: &random), (0x7B, 0x7D)) { member, random in
        Value.string(member.0).write(to: &bytes, &random)
        space(&random)
        bytes.append(UInt8(ascii: ":"))
        space(&random)
        member.1.write(to: &bytes, &random)
      }
    case .array(let items): list(items, (0x5B, 0x5D)) { $0.write(to: &bytes, &$1) }
    case .string(let text):
      bytes.append(0x22)
      for unit in text.utf16.isEmpty ? [] : Array(text.unicodeScalars) {
        let isEscaped = unit.value < 0x20 || [0x22, 0x5C].contains(unit.value)
        if isEscaped || Int.random(in: 0..<8, using: &random) == 0 {
          for half in String(unit).utf16 {
            let digits = String(half, radix: 16, uppercase: Bool.random(using: &random))
            bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
          }
        } else {
          bytes += Array(String(unit).utf8)
        }
      }
      bytes.append(0x22)
    case .other(let text): bytes += Array(text.utf8)
    }
  }
}

/// Reads what the encoder writes.
private struct Form {
  let bytes: [UInt8]
  var position = 0

  mutating func value() -> Value {
    while [0x20, 0x0A].contains(bytes[position]) { position += 1 }
    switch bytes[position] {
    case 0x7B:
      return .object(
        list(0x7D) { form in
          guard case .string(let name) = form.value() else { return ("", .other("")) }
          form.position += 1
          return (name, form.value())
        })
    case 0x5B: return .array(list(0x5D) { $0.value() })
    case 0x22: return .string(string())
    default:
      let start = position
      while ![0x2C, 0x7D, 0x5D].contains(bytes[position]) { position += 1 }
      return .other(text(Array(bytes[start..<position])))
    }
  }

  private mutating func list<Item>(_ end: UInt8, _ item: (inout Form) -> Item) -> [Item] {
    var items: [Item] = []
    position += 1
    while bytes[position] != end {
      items.append(item(&self))
      while [0x20, 0x0A, 0x2C].contains(bytes[position]) { position += 1 }
    }
    position += 1
    return items
  }

  private mutating func string() -> String {
    var units: [UInt8] = []
    position += 1
    while bytes[position] != 0x22 {
      guard bytes[position] == 0x5C else {
        units.append(bytes[position])
        position += 1
        continue
      }
      switch bytes[position + 1] {
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "u"):
        let unit = UInt32(text(Array(bytes[(position + 2)..<(position + 6)])), radix: 16) ?? 0
        units += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
        position += 4
      default: units.append(bytes[position + 1])
      }
      position += 2
    }
    position += 1
    return text(units)
  }
}
