extension GradientCheck {
  /// What a comparison of the three derivatives comes to.
  public enum Verdict: String, CaseIterable, Sendable {
    /// All three are the same within the estimates.
    case agrees
    /// They are further apart than the estimates allow, and no singular point explains it.
    case differs
    /// The point is a kink or a singular point, where the operation's row says what is taken for the derivative.
    case singular
    /// The value or the derivatives are infinite or not a number, and nothing finite contradicts that.
    case notFinite
    /// Finite differences are too rough here to say anything, or there are none.
    case undecided
  }
}

extension GradientCheck.Verdict {
  /// Judges one derivative.
  ///
  /// - Parameters:
  ///   - value: the output's data.
  ///   - x: the variable's data.
  ///   - rounding: how far reverse and forward mode may be apart.
  ///   - isSingular: whether a node between variable and output is at a singular point, or beside one.
  ///   - matters: whether such a node's derivative is a factor of the result.
  public init(
    value: Double, at x: Double, reverse: Double, forward: Double, difference: FiniteDifference,
    rounding: Double, isSingular: Bool, matters: Bool
  ) {
    let explained: Self = isSingular ? .singular : .differs
    if reverse.isFinite && forward.isFinite {
      guard (reverse - forward).magnitude <= Self.allowed(rounding, reverse, forward) else {
        self = .differs
        return
      }
      self = Self.judge(value.isFinite && x.isFinite, reverse, difference, rounding, explained, matters)
    } else if isSingular {
      self = .singular
    } else {
      // An infinite number beside finite differences is wrong, whether or not the modes agree on it.
      let isSmooth =
        Self.isDecisive(difference, 0, GradientCheck.safety * difference.estimate) && !difference.isKinked
      self = difference.isFlat || isSmooth ? .differs : .notFinite
    }
  }

  private static func judge(
    _ isFinite: Bool, _ derivative: Double, _ difference: FiniteDifference, _ rounding: Double,
    _ explained: Self,
    _ matters: Bool
  ) -> Self {
    guard isFinite else { return explained == .singular ? .singular : .notFinite }
    if difference.isFlat && derivative == 0 { return .agrees }
    guard difference.derivative.isFinite, difference.estimate.isFinite else {
      return explained == .singular ? .singular : .undecided
    }
    let tolerance =
      GradientCheck.safety * difference.estimate + allowed(rounding, derivative, difference.derivative)
    guard (derivative - difference.derivative).magnitude <= tolerance else { return explained }
    if matters && difference.isKinked { return .singular }
    return isDecisive(difference, derivative, tolerance) ? .agrees : matters ? .singular : .undecided
  }

  /// An agreement within a hundredth of what counts as large is no accident.
  private static func isDecisive(_ difference: FiniteDifference, _ derivative: Double, _ tolerance: Double)
    -> Bool
  {
    let large = max(derivative.magnitude, difference.derivative.magnitude, difference.variation)
    return tolerance <= max(1e-2 * large, .leastNormalMagnitude)
  }

  private static func allowed(_ rounding: Double, _ x: Double, _ y: Double) -> Double {
    rounding.isFinite ? rounding : 1e-9 * Swift.max(x.magnitude, y.magnitude)
  }
}
