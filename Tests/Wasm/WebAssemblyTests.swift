import Autodiff
import ChainRule
import FormulaSyntax
import GraphExport
import TestSupport
import Testing

/// The module that `make wasm-test` links, asked for the answers that the native targets give.
///
/// All texts are compared byte for byte. Where a function of the C library differs, the numbers of the JSON are compared
/// instead, see ``NumberDifference``.
@Suite(
  .enabled(
    if: WebAssemblyModule.path != nil,
    "needs GRADGRAPH_WASM, the path of the module: make wasm-test, or make test, sets it"))
struct WebAssemblyTests {
  /// The committed formulas, the samples of every operation's row, and texts that break programs.
  static let formulas: [String] = {
    var formulas = WebAssemblyModule.formulas
    for operation in Operation.computed { formulas += operation.formulas }
    formulas += HostileText.names
    formulas += ["\u{FEFF}a = 1; a", "a=1;b=2;a+b\r\n", "\u{1B}[31m", "x = 2; \u{202E}x"]
    return formulas
  }()

  /// Every formula in every form, with both answers; asked for once.
  struct Case {
    var formula: String
    var form: Answer.Form
    var native: Answer
    var module: Answer
  }

  static let cases: Result<[Case], WebAssemblyModule.Failure> = Result {
    () throws(WebAssemblyModule.Failure) in
    let questions = formulas.flatMap { formula in Answer.Form.allCases.map { (formula, $0) } }
    let answers = try WebAssemblyModule.answers(to: questions.map { (Array($0.0.utf8), $0.1) })
    return zip(questions, answers).map { question, answer in
      Case(
        formula: question.0, form: question.1, native: Answer(to: Array(question.0.utf8), as: question.1),
        module: answer)
    }
  }

  @Test func `The list has 200 formulas and more, right ones and mistakes`() throws {
    let cases = try Self.cases.get()
    #expect(cases.count >= 3 * 200)
    #expect(cases.filter(\.native.isRight).count >= 3 * 150)
    #expect(cases.filter { !$0.native.isRight }.count >= 3 * 40)
  }

  @Test func `Both find the same formulas right, and the same mistakes`() throws {
    for pair in try Self.cases.get() {
      #expect(pair.native.isRight == pair.module.isRight, "\(pair.formula)")
      guard !pair.native.isRight else { continue }
      #expect(pair.native.text == pair.module.text, "\(pair.formula)")
    }
  }

  @Test func `Trees and chain rules of the same numbers are the same byte for byte`() throws {
    let cases = try Self.cases.get()
    let differing = Set(cases.filter { $0.form == .json && $0.native != $0.module }.map(\.formula))
    // Numbers may differ by the C library, as the next test allows; a text may then show it, `1.000` for `1`.
    #expect(differing.count <= cases.count / 100)
    for pair in cases where pair.native.isRight && pair.form != .json && !differing.contains(pair.formula) {
      #expect(
        String(decoding: pair.native.text, as: UTF8.self) == String(decoding: pair.module.text, as: UTF8.self)
      )
    }
  }

  @Test func `JSON is the same byte for byte, but for functions of the C library in the last place`() throws {
    var exact = 0
    for pair in try Self.cases.get() where pair.native.isRight && pair.form == .json {
      if pair.native.text == pair.module.text {
        exact += 1
        continue
      }
      let native = try DiagramJSONDecoder().decode(pair.native.text)
      let module = try DiagramJSONDecoder().decode(pair.module.text)
      for difference in NumberDifference.all(native, module) {
        #expect(difference.isAllowed, "\(pair.formula): \(difference)")
      }
    }
    #expect(exact >= 200)
  }
}

extension Operation {
  /// The samples of the row, written as formulas.
  fileprivate var formulas: [String] {
    let row = definition
    return row.samples.map { sample in
      let count = sample.count - row.parameters.count
      let names = (0..<count).map { "x\($0)" }
      let arguments = names + sample[count...].map { "\($0)" }
      let written =
        switch row.notation {
        case .leaf: ""
        case .infix(let sign): "x0 \(sign) x1"
        case .prefix(let sign): "\(sign)x0"
        case .postfix(let sign): "x0\(sign)(\(arguments[1]))"
        case .call where row.arity == .pairs:
          "\(row.name)([\(names[..<(count / 2)].joined(separator: ", "))], [\(names[(count / 2)...].joined(separator: ", "))])"
        case .call: "\(row.name)(\(arguments.joined(separator: ", ")))"
        }
      return zip(names, sample).map { "\($0) = \($1); " }.joined() + "y = " + written
    }
  }
}
