import Foundation
import Testing

@testable import GradGraphCommands

@Suite struct OutputFileTests {
  /// A directory for one test; nothing hidden may be left in it.
  private func inDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("output-file-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory)
    let left = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter {
      $0.hasPrefix(".")
    }
    #expect(left == [])
  }

  private func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  private func mode(_ file: URL) -> mode_t {
    var status = stat()
    return stat(file.path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  /// Both functions must agree.
  private func expect(_ error: OutputError, for path: String) {
    #expect(throws: error) { try OutputFile.checkWritable(path) }
    #expect(throws: error) { try OutputFile.write(Array("new".utf8), to: path) }
  }

  @Test func `A new file has the permissions that the umask leaves`() throws {
    try inDirectory { directory in
      let file = directory.appendingPathComponent("d.svg")
      try OutputFile.checkWritable(file.path)
      #expect(!FileManager.default.fileExists(atPath: file.path))
      try OutputFile.write(Array("new".utf8), to: file.path)
      #expect(try text(file) == "new")
      let plain = directory.appendingPathComponent("plain")
      close(open(plain.path, O_CREAT | O_WRONLY, 0o666))
      #expect(mode(file) == mode(plain))
    }
  }

  @Test func `An existing file is replaced and keeps its permissions`() throws {
    try inDirectory { directory in
      let file = directory.appendingPathComponent("d.svg")
      try "a longer old text".write(to: file, atomically: false, encoding: .utf8)
      chmod(file.path, 0o640)
      try OutputFile.checkWritable(file.path)
      #expect(try text(file) == "a longer old text")
      try OutputFile.write(Array("new".utf8), to: file.path)
      #expect(try text(file) == "new")
      #expect(mode(file) == 0o640)
    }
  }

  @Test func `Nothing and 20 MB are written whole`() throws {
    try inDirectory { directory in
      let file = directory.appendingPathComponent("d.svg")
      for bytes in [[], [UInt8](repeating: 7, count: 20_000_000)] {
        try OutputFile.write(bytes, to: file.path)
        #expect(try [UInt8](Data(contentsOf: file)) == bytes)
      }
    }
  }

  @Test func `A symbolic link stays, and what it points to is replaced`() throws {
    try inDirectory { directory in
      let folder = directory.appendingPathComponent("folder")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      let file = folder.appendingPathComponent("real.svg")
      try "old".write(to: file, atomically: false, encoding: .utf8)
      let link = directory.appendingPathComponent("link.svg")
      try FileManager.default.createSymbolicLink(
        atPath: link.path, withDestinationPath: "folder/real.svg")
      try OutputFile.write(Array("new".utf8), to: link.path)
      #expect(try text(file) == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "folder/real.svg")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["real.svg"])
    }
  }

  @Test func `A link to nothing is an error`() throws {
    try inDirectory { directory in
      let link = directory.appendingPathComponent("link.svg").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
      expect(.notAFile(path: link, kind: .brokenLink), for: link)
    }
  }

  @Test func `A directory, a pipe and a device are errors, and stay`() throws {
    try inDirectory { directory in
      expect(.notAFile(path: directory.path, kind: .directory), for: directory.path)
      let pipe = directory.appendingPathComponent("pipe").path
      try #require(mkfifo(pipe, 0o600) == 0)
      expect(.notAFile(path: pipe, kind: .pipe), for: pipe)
      expect(.notAFile(path: "/dev/null", kind: .device), for: "/dev/null")
      var status = stat()
      #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }
  }

  @Test func `A missing directory is an error, and so is a file in its place`() throws {
    try inDirectory { directory in
      let missing = directory.appendingPathComponent("missing").path
      expect(.noDirectory(path: missing + "/d.svg", directory: missing), for: missing + "/d.svg")
      expect(.noDirectory(path: missing + "/", directory: missing), for: missing + "/")
      let file = directory.appendingPathComponent("file").path
      try "old".write(toFile: file, atomically: false, encoding: .utf8)
      expect(.noDirectory(path: file + "/d.svg", directory: file), for: file + "/d.svg")
    }
  }

  @Test(arguments: ["", "a\0b"]) func `A path that is none is an error`(path: String) {
    expect(.notAPath(path), for: path)
  }

  @Test func `A name of 255 letters is fine, one of 256 is an error`() throws {
    try inDirectory { directory in
      let longest = directory.path + "/" + String(repeating: "n", count: 255)
      try OutputFile.write(Array("new".utf8), to: longest)
      expect(.failed(path: longest + "n", code: ENAMETOOLONG), for: longest + "n")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func `A file or directory without permission is an error`() throws {
    try inDirectory { directory in
      let file = directory.appendingPathComponent("d.svg").path
      try "old".write(toFile: file, atomically: false, encoding: .utf8)
      chmod(file, 0o444)
      expect(.forbidden(path: file), for: file)
      chmod(directory.path, 0o555)
      expect(.forbiddenDirectory(path: file + "x", directory: directory.path), for: file + "x")
      chmod(directory.path, 0o755)
    }
  }

  @Test func `Each message says where, what, and what to do`() {
    #expect(
      OutputError.noDirectory(path: "my pictures/d.svg", directory: "my pictures").description
        == "my pictures/d.svg: there is no directory my pictures; create it with `mkdir -p 'my pictures'`")
    #expect(
      OutputError.notAFile(path: "out", kind: .directory).description
        == "out: is a directory; name a file in it, such as out/graph.svg")
    #expect(
      OutputError.failed(path: "d.svg", code: EROFS).description
        == "d.svg: Read-only file system; nothing was replaced: choose another place")
  }
}

@Suite struct StandardOutputTests {
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full on this system"))
  func `A full disk is an error`() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    #expect(throws: OutputError.diskFull(path: "standard output")) {
      try StandardOutput.write(Array("text".utf8), to: full)
    }
  }

  @Test func `A reader that is gone is an error of its own`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    #expect(throws: OutputError.closedPipe) { try StandardOutput.write(Array("text".utf8), to: ends[1]) }
  }

  @Test func `A slow reader behind a pipe that does not block gets everything`() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    _ = fcntl(writing, F_SETFL, fcntl(writing, F_GETFL) | O_NONBLOCK)
    let count = 1_000_000
    Thread.detachNewThread {
      try? StandardOutput.write([UInt8](repeating: 7, count: count), to: writing)
      close(writing)
    }
    let bytes = try FileHandle(fileDescriptor: reading, closeOnDealloc: true).readToEnd()
    #expect(bytes?.count == count)
  }

  @Test func `A stream that is closed is an error`() {
    #expect(throws: OutputError.failed(path: "standard output", code: EBADF)) {
      try StandardOutput.write(Array("text".utf8), to: 9999)
    }
  }
}
