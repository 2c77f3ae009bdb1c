import Foundation

/// A reader of TextMate grammars: patterns, captures, ranges from `begin` to `end` within a line, and `#includes`.
public struct TextMateGrammar {
  private struct Rule {
    var match: NSRegularExpression?
    var begin: NSRegularExpression?
    var end: NSRegularExpression?
    var name: String?
    var include: String?
    var patterns: [Rule]
    var captures: [Int: String]
    var endCaptures: [Int: String]
  }

  private let patterns: [Rule]
  private let repository: [String: Rule]
  private let scope: String

  /// Why a file is not a grammar.
  public struct Problem: Error, CustomStringConvertible {
    public let description: String
  }

  /// - Throws: ``Problem`` for JSON of another form; the system's error for an invalid regular expression.
  public init(json: Data) throws {
    guard let root = try JSONSerialization.jsonObject(with: json) as? [String: Any],
      let scope = root["scopeName"] as? String, let patterns = root["patterns"] as? [[String: Any]],
      let repository = root["repository"] as? [String: [String: Any]]
    else { throw Problem(description: "no scopeName, patterns and repository") }
    self.scope = scope
    self.patterns = try patterns.map(Self.rule)
    self.repository = try repository.mapValues(Self.rule)
  }

  private static func rule(_ json: [String: Any]) throws -> Rule {
    func expression(_ key: String) throws -> NSRegularExpression? {
      try (json[key] as? String).map { try NSRegularExpression(pattern: $0) }
    }
    func captures(_ key: String) -> [Int: String] {
      let named = json[key] as? [String: [String: String]] ?? [:]
      return Dictionary(
        uniqueKeysWithValues: named.compactMap { key, value in
          Int(key).flatMap { index in value["name"].map { (index, $0) } }
        })
    }
    let isRange = json["begin"] != nil
    return Rule(
      match: try expression("match"), begin: try expression("begin"), end: try expression("end"),
      name: json["name"] as? String, include: json["include"] as? String,
      patterns: try (json["patterns"] as? [[String: Any]] ?? []).map(rule),
      captures: captures(isRange ? "beginCaptures" : "captures"), endCaptures: captures("endCaptures"))
  }

  /// The innermost scope of each UTF-16 unit of a line; the grammar's own where no rule matches.
  public func scopes(of line: String) -> [String] {
    let length = line.utf16.count
    var scopes = Array(repeating: scope, count: length)
    var position = 0
    var open: [Rule] = []
    func paint(_ range: NSRange, _ name: String?) {
      guard let name, range.location != NSNotFound else { return }
      for index in range.location..<range.location + range.length { scopes[index] = name }
    }
    func paint(_ result: NSTextCheckingResult, _ captures: [Int: String]) {
      for index in 0..<result.numberOfRanges { paint(result.range(at: index), captures[index]) }
    }
    while position < length {
      let rest = NSRange(location: position, length: length - position)
      func first(_ expression: NSRegularExpression?) -> NSTextCheckingResult? {
        expression?.firstMatch(
          in: line, options: [.withTransparentBounds, .withoutAnchoringBounds], range: rest)
      }
      var best: (result: NSTextCheckingResult, rule: Rule)?
      let end = first(open.last?.end)
      for rule in flattened(open.last?.patterns ?? patterns) {
        guard let result = first(rule.match ?? rule.begin) else { continue }
        if best.map({ result.range.location < $0.result.range.location }) ?? true { best = (result, rule) }
      }
      if let end, best.map({ end.range.location <= $0.result.range.location }) ?? true {
        paint(end, open.removeLast().endCaptures)
        position = end.range.location + end.range.length
      } else if let best {
        paint(best.result.range, best.rule.name)
        paint(best.result, best.rule.captures)
        if best.rule.begin != nil { open.append(best.rule) }
        position = max(best.result.range.location + best.result.range.length, position + 1)
      } else {
        break
      }
    }
    return scopes
  }

  /// The rules that match or begin, in order; includes and bare lists are replaced by what they hold.
  private func flattened(_ rules: [Rule]) -> [Rule] {
    var flat: [Rule] = []
    var waiting = Array(rules.reversed())
    while let rule = waiting.popLast() {
      if let include = rule.include, let target = repository[String(include.dropFirst())] {
        waiting.append(target)
      } else if rule.match != nil || rule.begin != nil {
        flat.append(rule)
      } else {
        waiting += rule.patterns.reversed()
      }
    }
    return flat
  }
}
