import Foundation
import Graphviz
import Testing

/// All suites that start processes: one after the other, so that no child inherits a script that is being written.
@Suite(.serialized, .timeLimit(.minutes(10))) struct GraphvizTests {}

let smallGraph = Array("digraph { a -> b }".utf8)

extension GraphvizTests {
  @Suite struct `A fake dot` {
    /// Renders with a script in place of `dot`, and sees to it that no file is left.
    private func render(
      _ script: String, timeout: Duration = .seconds(20), as format: Graphviz.Format = .svg
    ) async throws -> Result<Graphviz.Rendering, GraphvizError> {
      let fake = try FakeDot(script)
      defer { fake.remove() }
      let result = await outcome(of: Graphviz(executable: fake.path, timeout: timeout), as: format)
      #expect(try temporaryGraphs() == [])
      return result
    }

    private func outcome(
      of graphviz: Graphviz, as format: Graphviz.Format = .svg
    ) async -> Result<Graphviz.Rendering, GraphvizError> {
      do throws(GraphvizError) {
        return .success(try await graphviz.render(smallGraph, as: format))
      } catch {
        return .failure(error)
      }
    }

    @Test func `gets the graph as a file, which is gone afterwards`() async throws {
      let fake = try FakeDot(
        #"cp "$2" "${0%/*}/copy"; echo "$@" > "${0%/*}/arguments"; echo '<svg></svg>'"#)
      defer { fake.remove() }
      let rendering = try await Graphviz(executable: fake.path).render(smallGraph, as: .svg)
      #expect(rendering == .init(bytes: Array("<svg></svg>\n".utf8), warnings: []))
      #expect(fake.text(of: "copy") == "digraph { a -> b }")
      #expect(fake.text(of: "arguments")?.hasPrefix("-Tsvg /") == true)
      #expect(try temporaryGraphs() == [])
    }

    @Test func `may write a prolog, comments and nested drawings around one root`() async throws {
      let svg = """
        <?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">
        <!-- </svg> --><svg width="1"><svg x="0"></svg><title>a</title></svg><!-- end -->
        """
      let result = try await render("cat <<'END'\n\(svg)\nEND")
      #expect(try result.get().bytes == Array((svg + "\n").utf8))
    }

    @Test func `that warns and succeeds has its warnings passed on`() async throws {
      let result = try await render(
        "echo \"Warning: $2: odd\" >&2; echo >&2; echo 'Warning: two' >&2; echo '<svg></svg>'")
      #expect(try result.get().warnings == ["Warning: graph.dot: odd", "Warning: two"])
    }

    @Test func `that is missing is not installed`() async throws {
      #expect(
        await outcome(of: Graphviz(executable: "/no/such/dot"))
          == .failure(.notInstalled(searched: "/no/such/dot")))
    }

    @Test func `that is not in PATH is not installed`() async throws {
      let path = try #require(ProcessInfo.processInfo.environment["PATH"])
      #expect(
        await outcome(of: Graphviz(executable: "no-such-dot")) == .failure(.notInstalled(searched: path)))
    }

    @Test(.enabled(if: geteuid() != 0, "root may enter every directory"))
    func `in a directory that may not be entered can not be executed`() async throws {
      let fake = try FakeDot("exit 0")
      defer { fake.remove() }
      chmod(fake.directory.path, 0)
      let result = await outcome(of: Graphviz(executable: fake.path))
      chmod(fake.directory.path, 0o755)
      #expect(result == .failure(.notExecutable(path: fake.path, obstacle: .noPermission)))
    }

    @Test func `without permission can not be executed`() async throws {
      let fake = try FakeDot("exit 0", permissions: 0o644)
      defer { fake.remove() }
      #expect(
        await outcome(of: Graphviz(executable: fake.path))
          == .failure(.notExecutable(path: fake.path, obstacle: .noPermission)))
    }

    @Test func `that is a directory can not be executed`() async throws {
      let fake = try FakeDot("exit 0")
      defer { fake.remove() }
      #expect(
        await outcome(of: Graphviz(executable: fake.directory.path))
          == .failure(.notExecutable(path: fake.directory.path, obstacle: .notAFile)))
    }

    @Test func `whose interpreter is missing can not be executed`() async throws {
      let fake = try FakeDot("exit 0", interpreter: "/no/such/shell")
      defer { fake.remove() }
      #expect(
        await outcome(of: Graphviz(executable: fake.path))
          == .failure(.notExecutable(path: fake.path, obstacle: .notAProgram)))
      #expect(try temporaryGraphs() == [])
    }

    @Test func `that is no program at all can not be executed`() async throws {
      let fake = try FakeDot("exit 0")
      defer { fake.remove() }
      try Data([0x7F, 0x45, 0x4C, 0x46, 0, 0]).write(to: URL(fileURLWithPath: fake.path))
      chmod(fake.path, 0o755)
      #expect(
        await outcome(of: Graphviz(executable: fake.path))
          == .failure(.notExecutable(path: fake.path, obstacle: .notAProgram)))
    }

    @Test func `that hangs and ignores SIGTERM is ended with its grandchild`() async throws {
      let fake = try FakeDot(
        """
        trap '' TERM INT HUP
        sleep 300 & echo $! > "${0%/*}/grandchild"
        while :; do sleep 1; done
        """)
      defer { fake.remove() }
      let limit = Duration.seconds(1)
      #expect(
        await outcome(of: Graphviz(executable: fake.path, timeout: limit)) == .failure(.tooSlow(limit: limit))
      )
      let number = try #require(fake.text(of: "grandchild")?.trimmingCharacters(in: .newlines))
      let grandchild = try #require(Int32(number))
      for _ in 0..<50 where isRunning(grandchild) { try await Task.sleep(for: .milliseconds(20)) }
      #expect(!isRunning(grandchild))
      #expect(try temporaryGraphs() == [])
    }

    @Test func `that closes its streams and hangs is ended`() async throws {
      let limit = Duration.milliseconds(500)
      let result = try await render("exec >&- 2>&-; sleep 300", timeout: limit)
      #expect(result == .failure(.tooSlow(limit: limit)))
    }

    @Test func `is ended when the task is cancelled`() async throws {
      let fake = try FakeDot("sleep 300")
      defer { fake.remove() }
      let task = Task { await outcome(of: Graphviz(executable: fake.path)) }
      try await Task.sleep(for: .milliseconds(300))
      task.cancel()
      #expect(await task.value == .failure(.cancelled))
      #expect(try temporaryGraphs() == [])
    }

    @Test func `may flood both streams`() async throws {
      let result = try await render(
        """
        echo '<svg>'
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
          head -c 1000000 /dev/zero | tr '\\0' x >&2
          head -c 1000000 /dev/zero | tr '\\0' y
        done
        echo '</svg>'
        """)
      let rendering = try result.get()
      #expect(rendering.bytes.count == 20_000_000 + "<svg>\n</svg>\n".utf8.count)
      #expect(rendering.warnings.map(\.utf8.count) == [65536])
    }

    @Test func `that crashes half-way has crashed`() async throws {
      let result = try await render("echo '<svg>'; echo oops >&2; kill -SEGV $$")
      #expect(result == .failure(.crashed(signal: SIGSEGV, stderr: "oops")))
    }

    @Test func `that refuses the graph tells why`() async throws {
      let result = try await render("echo \"Error: $2: syntax error in line 1\" >&2; exit 1")
      #expect(
        result == .failure(.refused(exitCode: 1, stderr: "Error: graph.dot: syntax error in line 1")))
    }

    @Test(arguments: ["<svg><g>", "<svg></svg>"])
    func `that exits with 1 has refused, whatever it wrote`(output: String) async throws {
      let result = try await render("echo '\(output)'; exit 1")
      #expect(result == .failure(.refused(exitCode: 1, stderr: "")))
    }

    @Test(arguments: [
      ("", "the output is empty"),
      ("garbage", "the output does not start as an SVG"),
      ("<html></html>", "the output does not start as an SVG"),
      ("<!-- nothing -->", "the output has no <svg> root"),
      ("<svg><g>", "the SVG is cut off"),
      ("<svg><g></g></sv", "the SVG is cut off"),
      ("<svg></svg><?xml version=\"1.0\"?><svg></svg>", "the output holds more than one document"),
      ("<svg></svg> <svg></svg>", "the output holds more than one document"),
      ("<svg></svg> trailing", "something follows the end of the SVG"),
      ("<svg>\u{1}</svg>", "the SVG holds a control character (1), which XML forbids"),
    ])
    func `that exits with 0 still has to write one whole SVG`(output: String, reason: String) async throws {
      let result = try await render("printf %s '\(output)'; echo hint >&2")
      #expect(result == .failure(.invalidOutput(reason: reason, stderr: "hint")))
    }

    @Test(arguments: [
      (Graphviz.Format.png, "GIF89a", "the output does not start as a PNG"),
      (.png, #"\211PNG\r\n\032\n"#, "the PNG is cut off"),
      (.pdf, "<svg></svg>", "the output does not start as a PDF"),
      (.pdf, "%%PDF-1.5\n", "the PDF is cut off"),
    ])
    func `that exits with 0 still has to write one whole file`(
      format: Graphviz.Format, output: String, reason: String
    ) async throws {
      let result = try await render("printf '\(output)'", as: format)
      #expect(result == .failure(.invalidOutput(reason: reason, stderr: "")))
    }

    @Test func `that scales a bitmap down has failed`() async throws {
      let message = "dot: graph is too large for cairo-renderer bitmaps. Scaling by 0.5 to fit"
      let result = try await render("echo '\(message)' >&2; exit 0", as: .png)
      #expect(result == .failure(.scaledDown(message: message)))
    }

    @Test func `tells its version`() async throws {
      let fake = try FakeDot("echo 'dot - graphviz version 12.2.1 (20241206.2353)' >&2")
      defer { fake.remove() }
      #expect(try await Graphviz(executable: fake.path).version() == "12.2.1")
    }

    @Test func `may be one of many at the same time`() async throws {
      let fake = try FakeDot("echo '<svg></svg>'; sleep 0.1")
      defer { fake.remove() }
      let graphviz = Graphviz(executable: fake.path)
      await withTaskGroup { group in
        for _ in 0..<20 { group.addTask { try? await graphviz.render(smallGraph, as: .svg).bytes.count } }
        for await count in group { #expect(count == 12) }
      }
      #expect(try temporaryGraphs() == [])
    }
  }
}
