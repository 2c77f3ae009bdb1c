// The interface of the WebAssembly module: UTF-8 in, UTF-8 out, both in the module's memory.
//
//     const at = input(bytes.length);                  // room for the text of a formula
//     new Uint8Array(memory.buffer).set(bytes, at);
//     const isRight = answer(form);                    // 0 tree, 1 JSON, 2 chain rule; 1 right, 0 diagnostics, -1 no such form
//     new Uint8Array(memory.buffer, output(), outputLength())
//
// `memory.buffer` is another object after any call that made the memory grow.

/// The text that was written into the module, and its answer; there is one thread.
nonisolated(unsafe) private var formula = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
nonisolated(unsafe) private var result = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)

/// Makes room for a formula; the one before, and its answer, stay valid until then.
@_expose(wasm, "input") @_cdecl("gradgraph_input")
public func input(_ length: Int32) -> UnsafeMutablePointer<UInt8>? {
  formula.deallocate()
  formula = .allocate(capacity: max(1, Int(length)))
  formula = UnsafeMutableBufferPointer(rebasing: formula[..<max(0, Int(length))])
  return formula.baseAddress
}

/// Answers the formula in a form.
@_expose(wasm, "answer") @_cdecl("gradgraph_answer")
public func answer(_ form: Int32) -> Int32 {
  guard let form = Answer.Form(rawValue: form) else { return -1 }
  let answer = Answer(to: Array(formula), as: form)
  result.deallocate()
  result = .allocate(capacity: max(1, answer.text.count))
  _ = result.update(fromContentsOf: answer.text)
  result = UnsafeMutableBufferPointer(rebasing: result[..<answer.text.count])
  return answer.isRight ? 1 : 0
}

/// Where the answer is.
@_expose(wasm, "output") @_cdecl("gradgraph_output")
public func output() -> UnsafeMutablePointer<UInt8>? { result.baseAddress }

/// The bytes of the answer.
@_expose(wasm, "outputLength") @_cdecl("gradgraph_output_length")
public func outputLength() -> Int32 { Int32(result.count) }
