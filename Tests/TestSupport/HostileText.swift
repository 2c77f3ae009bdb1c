/// Texts that break programs which paste names into their output.
public enum HostileText {
  /// Names that break drawing programs.
  public static let names = [
    "\"", "\\", "a\\", "a\\\"", "|{}<>&", "\\N\\G\\L", "&amp;", "&#1;", "&lt;b&gt;", "<b>", "node", "graph",
    "1a", "",
    " ", "#2", "a\nb", "a\r\nb", "\u{1}\u{2}\u{1F}", "\u{7F}", "\u{FFFE}", "\u{FFFF}", "\u{202E}abc", "θ₁",
    "日本語",
    "👩‍👩‍👧", "שלום", "a:b", "a;b}", "//", "/* */", "-->", "]]>", "\u{0}", "e\u{301}", "%s%n", "\u{85}",
    "\u{2028}",
    String(repeating: "x", count: 20_000), String(repeating: "\"", count: 9_000),
  ]
}
