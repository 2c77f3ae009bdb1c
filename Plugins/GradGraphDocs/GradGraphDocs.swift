import Foundation
import PackagePlugin

/// `swift package gradgraph-docs`: runs `gradgraph docs` on a package's README and DocC catalogs, or on the paths that are
/// given.
///
/// ```sh
/// swift package --allow-writing-to-package-directory gradgraph-docs
/// swift package --allow-writing-to-package-directory gradgraph-docs --check --diff
/// ```
@main
struct GradGraphDocs: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let root = context.package.directoryURL
    let program = Process()
    program.executableURL = try context.tool(named: "gradgraph").url
    program.currentDirectoryURL = root
    let paths = hasPaths(arguments) ? [] : documents(of: context.package).map { relative($0, to: root) }
    guard hasPaths(arguments) || !paths.isEmpty else {
      Diagnostics.error("the package has no README.md and no DocC catalog; name files or directories")
      return
    }
    program.arguments = ["docs"] + arguments + paths
    try program.run()
    program.waitUntilExit()
    guard program.terminationStatus == 0 else {
      throw Failure(status: program.terminationStatus)
    }
  }

  private struct Failure: Error, CustomStringConvertible {
    let status: Int32
    var description: String { "gradgraph docs ended with exit code \(status)" }
  }

  /// Options of `gradgraph docs` that take a value.
  private static let options: Set<String> = ["--host", "--error-format", "--timeout", "--dot"]

  private func hasPaths(_ arguments: [String]) -> Bool {
    var isValue = false
    for argument in arguments {
      if isValue {
        isValue = false
      } else if argument.hasPrefix("-") {
        isValue = Self.options.contains(argument)
      } else {
        return true
      }
    }
    return false
  }

  /// The README, and the catalogs of all targets.
  private func documents(of package: Package) -> [URL] {
    let files = FileManager.default
    let readme = package.directoryURL.appending(path: "README.md")
    var found = files.fileExists(atPath: readme.path) ? [readme] : []
    for target in package.targets {
      let below = files.enumerator(at: target.directoryURL, includingPropertiesForKeys: nil)
      for case let url as URL in below ?? .init() where url.pathExtension == "docc" { found.append(url) }
    }
    return found
  }

  private func relative(_ url: URL, to root: URL) -> String {
    let prefix = root.path.hasSuffix("/") ? root.path : root.path + "/"
    return url.path.hasPrefix(prefix) ? String(url.path.dropFirst(prefix.count)) : url.path
  }
}
