#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText

/// The reason why a file was not written. A file that existed before is unchanged.
enum OutputError: Error, Equatable, Sendable {
  /// The path is empty, or holds a NUL.
  case notAPath(String)
  /// Something other than a regular file has this name.
  case notAFile(path: String, kind: Kind)
  case noDirectory(path: String, directory: String)
  case forbiddenDirectory(path: String, directory: String)
  /// The file itself may not be written to.
  case forbidden(path: String)
  /// The disk or the quota is full.
  case diskFull(path: String)
  /// The file has other contents than when it was read: another program saved it meanwhile.
  case changed(path: String)
  /// The reader of standard output is gone, as in `gradgraph … | head -1`. That is no mistake of anybody:
  /// end quietly, with exit code 0 and no message.
  case closedPipe
  /// Another error of the system.
  case failed(path: String, code: Int32)

  enum Kind: String, Equatable, Sendable {
    case directory = "a directory"
    case device = "a device"
    case pipe = "a named pipe"
    case socket = "a socket"
    case brokenLink = "a link to a file that does not exist"

    /// `nil` for a regular file.
    init?(mode: mode_t) {
      switch mode & S_IFMT {
      case S_IFREG: return nil
      case S_IFDIR: self = .directory
      case S_IFIFO: self = .pipe
      case S_IFSOCK: self = .socket
      default: self = .device
      }
    }
  }

  /// The case for an `errno`.
  init(_ code: Int32, _ path: String) {
    switch code {
    case ENOSPC, EDQUOT: self = .diskFull(path: path)
    case EACCES, EPERM: self = .forbidden(path: path)
    case EPIPE: self = .closedPipe
    default: self = .failed(path: path, code: code)
    }
  }
}

extension OutputError: CustomStringConvertible {
  /// The place, the error and the remedy, on one line.
  var description: String { VisibleText.of(words) }

  private var words: String {
    switch self {
    case .notAPath(let path):
      path.isEmpty
        ? "the path of the output is empty; name a file" : "the path of the output holds a NUL; name a file"
    case .notAFile(let path, .directory):
      "\(path): is a directory; name a file in it, such as \(path)\(path.hasSuffix("/") ? "" : "/")graph.svg"
    case .notAFile(let path, .brokenLink):
      "\(path): is \(Kind.brokenLink.rawValue); remove the link or create what it points to"
    case .notAFile(let path, let kind):
      "\(path): is \(kind.rawValue), which can't be replaced; name a regular file"
    case .noDirectory(let path, let directory):
      "\(path): there is no directory \(directory); create it with `mkdir -p \(Self.quoted(directory))`"
    case .forbiddenDirectory(let path, let directory):
      "\(path): no permission to create files in \(directory); choose another directory"
    case .forbidden(let path):
      "\(path): no permission to write; choose another file, or allow it with `chmod u+w \(Self.quoted(path))`"
    case .diskFull(let path):
      "\(path): the disk or your quota is full; make room, or choose another disk"
    case .changed(let path):
      "\(path): was saved by another program meanwhile, and stays as it is; run this again"
    case .closedPipe:
      "standard output: the reader is gone"
    case .failed(let path, let code):
      "\(path): \(String(cString: strerror(code))); nothing was replaced: choose another place"
    }
  }

  /// A word of the shell.
  private static func quoted(_ path: String) -> String {
    let isPlain =
      !path.isEmpty
      && path.utf8.allSatisfy { byte in
        (0x2D...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == 0x5F
      }
    return isPlain ? path : "'" + path.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }
}
