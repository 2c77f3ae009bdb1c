import Foundation
import Graphviz
import Testing

extension GraphvizTests {
  @Suite struct `A signal to this process` {
    @Test func `ends dot and what it started, removes the graph, and then ends this process`() async throws {
      let fake = try FakeDot(
        #"trap '' TERM INT HUP; echo "$2" > "${0%/*}/graph"; sleep 300 & echo $! > "${0%/*}/child"; wait"#)
      defer { fake.remove() }
      let (path, child) = (fake.path, fake.file("child"))
      await #expect(processExitsWith: .signal(SIGTERM)) { [path = path as String, child = child as URL] in
        let run = Task { try await Graphviz(executable: path).render(smallGraph, as: .svg) }
        while (try? Data(contentsOf: child))?.last != UInt8(ascii: "\n") {
          try await Task.sleep(for: .milliseconds(10))
        }
        kill(getpid(), SIGTERM)
        _ = try await run.value
      }
      let graph = try #require(fake.text(of: "graph")?.trimmingCharacters(in: .newlines))
      #expect(!FileManager.default.fileExists(atPath: graph))
      let process = try #require(fake.text(of: "child").flatMap { Int32($0.dropLast()) })
      for _ in 0..<50 where isRunning(process) { try await Task.sleep(for: .milliseconds(20)) }
      #expect(!isRunning(process))
    }

    @Test func `that was ignored stays ignored`() async throws {
      let fake = try FakeDot("kill -HUP $PPID; echo '<svg></svg>'")
      defer { fake.remove() }
      await #expect(processExitsWith: .success) { [path = fake.path as String] in
        signal(SIGHUP, SIG_IGN)
        _ = try await Graphviz(executable: path).render(smallGraph, as: .svg)
      }
    }

    @Test func `after the run takes its usual course`() async throws {
      let fake = try FakeDot("echo '<svg></svg>'")
      defer { fake.remove() }
      await #expect(processExitsWith: .signal(SIGINT)) { [path = fake.path as String] in
        _ = try await Graphviz(executable: path).render(smallGraph, as: .svg)
        kill(getpid(), SIGINT)
        try await Task.sleep(for: .seconds(10))
      }
    }
  }
}
