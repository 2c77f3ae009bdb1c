import Foundation

/// The linked module, run by node (by its exported functions, as in a page) or else by wasmkit (as a command of WASI).
enum WebAssemblyModule {
  /// Why there are no answers.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  static var path: String? { ProcessInfo.processInfo.environment["GRADGRAPH_WASM"] }

  /// The committed formulas, which are separated by lines of `%%`.
  static var formulas: [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Formulas.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.dropLast().components(separatedBy: "\n%%\n")
  }

  /// The answers to many questions; the protocol is that of `_start` in Shim.c.
  static func answers(to questions: [(formula: [UInt8], form: Answer.Form)]) throws(Failure) -> [Answer] {
    var input = Data()
    for question in questions {
      input.append(littleEndian: question.form.rawValue)
      input.append(littleEndian: Int32(question.formula.count))
      input.append(contentsOf: question.formula)
    }
    let output: Data
    do { output = try run(input) } catch { throw Failure(description: "the module did not run: \(error)") }
    var answers: [Answer] = []
    var rest = output[...]
    while let status = rest.popInteger(), let length = rest.popInteger(), rest.count >= length {
      answers.append(Answer(isRight: status == 1, text: Array(rest.prefix(Int(length)))))
      rest = rest.dropFirst(Int(length))
    }
    guard answers.count == questions.count, rest.isEmpty else {
      throw Failure(description: "\(answers.count) answers to \(questions.count) questions")
    }
    return answers
  }

  private static func run(_ input: Data) throws -> Data {
    let directory = FileManager.default.temporaryDirectory.appending(path: "wasm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let (questions, answers) = (directory.appending(path: "in"), directory.appending(path: "out"))
    try input.write(to: questions)
    try Data().write(to: answers)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ask.mjs").path
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", #"if command -v node >/dev/null; then exec node "$1" "$2"; else exec wasmkit run "$2"; fi"#, "sh",
      script, path ?? "",
    ]
    process.standardInput = try FileHandle(forReadingFrom: questions)
    process.standardOutput = try FileHandle(forWritingTo: answers)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "exit code \(process.terminationStatus)")
    }
    return try Data(contentsOf: answers)
  }
}

extension Data {
  fileprivate mutating func append(littleEndian number: Int32) {
    for shift in stride(from: 0, to: 32, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
  }
}

extension Data.SubSequence {
  fileprivate mutating func popInteger() -> Int32? {
    guard count >= 4 else { return nil }
    defer { self = dropFirst(4) }
    return prefix(4).reversed().reduce(0) { $0 << 8 | Int32($1) }
  }
}
