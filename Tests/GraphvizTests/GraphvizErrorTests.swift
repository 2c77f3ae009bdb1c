import Graphviz
import Testing

@Suite struct GraphvizErrorTests {
  @Test func `A missing dot tells how to install it on each system`() {
    let message = GraphvizError.notInstalled(searched: "/usr/bin:/bin").description
    #expect(
      message == """
        dot: not found in /usr/bin:/bin; pictures need Graphviz: `sudo apt install graphviz` (Debian, Ubuntu), \
        `sudo dnf install graphviz` (Fedora), `brew install graphviz` (macOS)
        """)
  }

  @Test func `A crash names the signal and quotes what dot said`() {
    let message = GraphvizError.crashed(signal: 11, stderr: "one\ntwo").description
    #expect(message.hasPrefix("dot: crashed (signal 11, Segmentation fault"))
    #expect(message.hasSuffix("or print the tree instead\n  one\n  two"))
  }

  @Test func `Control characters in what dot said do not reach the terminal`() {
    let message = GraphvizError.refused(exitCode: 1, stderr: "bad \u{1B}[31mname").description
    #expect(message.hasSuffix("\n  bad \u{FFFD}[31mname"))
  }

  @Test func `Ten lines of what dot said are enough`() {
    let stderr = (1...12).map(String.init).joined(separator: "\n")
    let message = GraphvizError.refused(exitCode: 1, stderr: stderr).description
    #expect(message.hasSuffix("\n  10\n  … 2 more lines"))
  }

  @Test func `A time limit is written with its unit`() {
    #expect(
      GraphvizError.tooSlow(limit: .seconds(60)).description.hasPrefix("dot: no picture after 60.0 seconds"))
  }
}
