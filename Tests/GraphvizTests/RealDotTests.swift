import Foundation
import Graphviz
import Testing

private let isInstalled = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .contains { FileManager.default.isExecutableFile(atPath: "\($0)/dot") }

extension GraphvizTests {
  @Suite(.enabled(if: isInstalled, "Graphviz is not installed")) struct `The real dot` {
    private func error(_ dot: String, as format: Graphviz.Format) async -> GraphvizError? {
      do throws(GraphvizError) {
        _ = try await Graphviz().render(Array(dot.utf8), as: format)
        return nil
      } catch {
        return error
      }
    }

    @Test(arguments: Graphviz.Format.allCases)
    func `draws a small graph`(format: Graphviz.Format) async throws {
      let rendering = try await Graphviz().render(smallGraph, as: format)
      #expect(rendering.bytes.count > 300)
      #expect(rendering.warnings == [])
    }

    @Test func `has a version`() async throws {
      #expect(try await Graphviz().version().contains("."))
    }

    @Test func `reads a graph of more than a megabyte`() async throws {
      let comment = String(repeating: "// " + String(repeating: "x", count: 97) + "\n", count: 15_000)
      let rendering = try await Graphviz().render(Array("digraph {\n\(comment) a -> b }".utf8), as: .svg)
      #expect(String(decoding: rendering.bytes, as: UTF8.self).contains("<title>a&#45;&gt;b</title>"))
    }

    @Test func `refuses a syntax error, and says where`() async throws {
      guard case .refused(1, let stderr) = await error("digraph {\n a ->-> b }", as: .svg) else {
        Issue.record("not refused")
        return
      }
      #expect(stderr.contains("graph.dot: syntax error in line 2"))
    }

    @Test func `draws nothing for an empty file, which is an error`() async throws {
      guard case .invalidOutput = await error("", as: .svg) else {
        Issue.record("accepted")
        return
      }
    }

    @Test func `draws two graphs as two documents, which is an error`() async throws {
      let reason = "the output holds more than one document"
      #expect(
        await error("digraph { a } digraph { b }", as: .svg) == .invalidOutput(reason: reason, stderr: ""))
    }

    @Test func `scales a bitmap that is too large, which is an error`() async throws {
      let error = await error("digraph { a [pos=\"0,0\" width=500 height=1] }", as: .png)
      guard case .scaledDown = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }

    @Test func `crashes on a chain of 33,000 nodes, which is an error`() async throws {
      let edges = (0..<33_000).map { "a\($0)->a\($0 + 1);" }.joined()
      switch await error("digraph { newrank=true \(edges) }", as: .svg) {
      case .crashed(SIGSEGV, let stderr): #expect(stderr.contains("memory"))
      case nil, .tooSlow: break  // a later version of Graphviz may have mended it
      case let other: Issue.record("\(String(describing: other))")
      }
    }

    @Test func `warns of an unknown shape`() async throws {
      let dot = Array("digraph { a [shape=hexagn] }".utf8)
      let rendering = try await Graphviz().render(dot, as: .svg)
      #expect(rendering.warnings.contains { $0.contains("unknown shape hexagn") })
    }
  }
}
