extension GradientCheck {
  /// The result of comparing the three derivatives.
  public enum Verdict: String, CaseIterable, Sendable {
    /// All three are the same within the errors that rounding and extrapolation explain.
    case agrees
    /// They are further apart, and no singular point explains it.
    case disagrees
    /// The point is a kink or a singular point; the derivative there is the convention in the operation's row.
    case singular
    /// The value or the derivatives are infinite or not a number, and nothing finite contradicts that.
    case notFinite = "not finite"
    /// Reverse or forward mode meets 0 · ∞ behind a branch that is not taken; without it the derivative is finite, and the
    /// differences do not contradict it.
    case masked
    /// Finite differences are too rough here, or there are none; or the derivative is a sum that cancels, and rounding
    /// leaves no digit that the differences could confirm.
    case undecided
  }

  /// The factor by which a finite difference may be further off than its error estimate.
  public static let safety = 4.0
}

extension GradientCheck.Verdict {
  /// Judges one derivative.
  ///
  /// - Parameters:
  ///   - reverse: the derivative by the backward pass.
  ///   - forward: the same by dual numbers.
  ///   - difference: the same by evaluating only.
  ///   - rounding: the largest difference between the two modes, since they multiply and add in another order.
  ///   - imprecision: the largest error of both, because their local derivatives are computed from rounded numbers.
  ///   - isFinite: `true` if the output's and the variable's data are finite.
  ///   - isSingular: `true` if a node between variable and output is at a singular point, or beside one.
  ///   - matters: `true` if such a node's derivative is a factor of the result.
  public init(
    reverse: Double, forward: Double, difference: FiniteDifference, rounding: Double, imprecision: Double = 0,
    isFinite: Bool = true, isSingular: Bool = false, matters: Bool = false
  ) {
    let modes = Self.allowed(rounding, reverse, forward)
    let tolerance =
      GradientCheck.safety * difference.error
      + Self.allowed(rounding + imprecision, reverse, difference.derivative)
    let isDecisive = difference.isDecisive(tolerance, beside: reverse)
    let isApart = !((reverse - difference.derivative).magnitude <= tolerance)
    if !reverse.isFinite || !forward.isFinite {
      // A gradient that is not finite is wrong where the differences are; forward mode may meet 0 · ∞ where it doesn't.
      let contradicts = difference.isFlat ? reverse != 0 : isApart && isDecisive && !difference.isKinked
      self = isSingular ? .singular : contradicts ? .disagrees : .notFinite
    } else if (reverse - forward).magnitude > modes {
      self = .disagrees
    } else if !isFinite {
      self = isSingular ? .singular : .notFinite
    } else if difference.isFlat && reverse == 0 {
      self = .agrees
    } else if !difference.error.isFinite {
      self = isSingular ? .singular : .undecided
    } else if isApart {
      self = isSingular ? .singular : .disagrees
    } else if matters && (difference.isKinked || !isDecisive) {
      self = .singular
    } else {
      let isHidden = difference.contradicts(reverse)
      self = isDecisive && !isHidden ? .agrees : .undecided
    }
  }

  /// Products below 1e-300 lose their digits on the way.
  private static func allowed(_ rounding: Double, _ x: Double, _ y: Double) -> Double {
    max(1e-300, rounding.isFinite ? rounding : 1e-9 * max(x.magnitude, y.magnitude))
  }
}

extension FiniteDifference {
  /// `true` if an agreement within a tolerance is no accident: the tolerance is within a hundredth of a large derivative.
  fileprivate func isDecisive(_ tolerance: Double, beside other: Double) -> Bool {
    let large = max(derivative.magnitude, variation, other.isFinite ? other.magnitude : 0)
    return tolerance <= max(1e-2 * large, 1e-299)
  }

  /// `true` if the difference is so exact that the other derivative is wrong in all its digits, and only the rounding
  /// that the other admits hides it.
  fileprivate func contradicts(_ other: Double) -> Bool {
    let distance = (derivative - other).magnitude
    return distance > 0.1 * max(derivative.magnitude, other.magnitude)
      && distance > 100 * GradientCheck.safety * error && distance > 1e-299
  }
}
