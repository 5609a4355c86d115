internal import SwiftProtobuf

/// A model in the bytes that the library reads.
enum ModelEncoding {
  /// The model with an optional hint and an optional limit on the objective.
  ///
  /// `objectiveOffset` is added to what the library shows; `atMost` limits the objective with it.
  static func bytes(
    of model: ConstraintModel, hint: [Int64]? = nil, objectiveOffset: Int64 = 0,
    atMost limit: Int64? = nil
  ) throws -> [UInt8] {
    var image = Rota_Exact_ModelImage()
    image.variables = model.lower.indices.map { index in
      .with { $0.domain = [model.lower[index], model.upper[index]] }
    }
    image.constraints = model.constraints.map(image(of:))
    if model.isInfeasible {
      // An empty clause.
      image.constraints.append(.with { $0.boolOr = Rota_Exact_LiteralsImage() })
    }
    let constant = model.objective.constant + objectiveOffset
    image.objective = .with {
      $0.vars = model.objective.variables
      $0.coeffs = model.objective.coefficients
      $0.offset = Double(constant)
      $0.scalingFactor = 1
      if let limit { $0.domain = [-ConstraintModel.unlimited, limit - constant] }
    }
    if let hint {
      image.solutionHint = .with {
        $0.vars = model.lower.indices.map(Int32.init)
        $0.values = hint
      }
    }
    return try image.serializedBytes()
  }

  private static func image(
    of constraint: ConstraintModel.Constraint
  ) -> Rota_Exact_ConstraintImage {
    .with {
      switch constraint {
      case .exactlyOne(let literals): $0.exactlyOne = .with { $0.literals = codes(literals) }
      case .clause(let literals): $0.boolOr = .with { $0.literals = codes(literals) }
      case .linear(let sum, let range, let enforcers):
        $0.enforcementLiteral = codes(enforcers)
        $0.linear = .with {
          $0.vars = sum.variables
          $0.coeffs = sum.coefficients
          $0.domain = [
            max(range.lowerBound - sum.constant, -ConstraintModel.unlimited),
            min(range.upperBound - sum.constant, ConstraintModel.unlimited),
          ]
        }
      case .greatest(let variable, let sums):
        var target = LinearExpression()
        target.add(1, variable: variable)
        $0.linMax = .with {
          $0.target = image(of: target)
          $0.exprs = sums.map(image(of:))
        }
      }
    }
  }

  private static func image(of sum: LinearExpression) -> Rota_Exact_LinearExpressionImage {
    .with {
      $0.vars = sum.variables
      $0.coeffs = sum.coefficients
      $0.offset = sum.constant
    }
  }

  private static func codes(_ literals: [Literal]) -> [Int32] { literals.map(\.code) }
}
