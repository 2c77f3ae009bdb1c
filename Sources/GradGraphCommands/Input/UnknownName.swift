import DisplayText
import FormulaSyntax

extension CommandFailure {
  /// An error for an option with the name of no group.
  static func unknownGroup(
    _ name: String, for option: String, among paths: [String], or words: [String]
  ) -> CommandFailure {
    var speller = Speller()
    let nearest = speller.nearest(to: name, among: paths).map { "; did you mean '\(VisibleText.of($0))'?" }
    let known = paths.prefix(12).map { VisibleText.of($0) }.joined(separator: ", ")
    let all = paths.isEmpty ? "the graph has no groups" : "there are \(known)\(paths.count > 12 ? ", …" : "")"
    return .usage(
      "there is no group named '\(VisibleText.of(name))'\(nearest ?? ""); \(all); "
        + "besides \(words.joined(separator: " and "))", for: option, about: name)
  }

  /// An error for an option with the name of no value: the nearest name, and the existing ones.
  ///
  /// - Parameters:
  ///   - option: the option that takes the value, such as `--path`.
  ///   - numbers: the ids that `#7` may name, in words.
  static func unknownName(
    _ name: String, for option: String, among known: NodeNames, numbers: String
  ) -> CommandFailure {
    var speller = Speller()
    let names = known.shown
    let nearest = speller.nearest(to: name, among: name.hasSuffix("]") ? known.candidates : names).map {
      "; did you mean '\(VisibleText.of($0))'? There"
    }
    let known = names.prefix(12).map { VisibleText.of($0) + ", " }.joined()
    let more = names.count > 12 ? "…, " : ""
    return .usage(
      "there is no value named '\(VisibleText.of(name))'\(nearest ?? "; there") are \(known)\(more)"
        + "\(names.isEmpty ? "" : "and ")\(numbers)", for: option, about: name)
  }
}
