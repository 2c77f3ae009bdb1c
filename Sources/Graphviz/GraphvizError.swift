/// An error that leaves no picture. The words are in `GraphvizError+Message.swift`.
public enum GraphvizError: Error, Equatable, Sendable {
  /// There is no program; `searched` is the path that was given, or the directories of `PATH`.
  case notInstalled(searched: String)
  /// There is something at `path`, but it can't be started.
  case notExecutable(path: String, obstacle: Obstacle)
  /// The layout took longer than `limit`. The process and those it started were ended.
  case tooSlow(limit: Duration)
  /// `dot` was ended by a signal.
  case crashed(signal: Int32, stderr: String)
  /// `dot` exited with a code other than 0. A picture it may have written is thrown away: it shows something else.
  case refused(exitCode: Int32, stderr: String)
  /// `dot` exited with 0, but its output is not one whole document.
  case invalidOutput(reason: String, stderr: String)
  /// The bitmap was too large, and `dot` shrank it until nothing in it can be read.
  case scaledDown(message: String)
  /// The task was cancelled.
  case cancelled
  /// Something else, in words, such as a temporary file that can't be written.
  case failed(String)

  /// The reason why an existing file cannot be started.
  public enum Obstacle: Equatable, Sendable {
    /// It is a directory or a device.
    case notAFile
    /// Its permissions forbid it.
    case noPermission
    /// It is a script whose interpreter is missing, or of a format that this system does not run.
    case notAProgram
  }
}
