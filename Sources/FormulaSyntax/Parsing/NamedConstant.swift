/// The names of constants, unless a formula or its user defines them.
enum NamedConstant {
  static func value(of name: String) -> Double? {
    switch name {
    case "pi", "π": .pi
    case "e": 2.718281828459045
    case "inf": .infinity
    case "nan": .nan
    default: nil
    }
  }
}
