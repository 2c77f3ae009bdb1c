func dot(_ a: [Value], _ b: [Value]) -> Value { sum(zip(a, b).map { $0 * $1 }) }
