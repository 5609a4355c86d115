internal import Foundation
internal import Grid
internal import Measures
internal import SwiftProtobuf

/// Plain messages to their generated images. Nothing here decides anything.
extension WireCodec {
  static func encodedBody(_ message: Message) -> EnvelopeImage.OneOf_Body {
    switch message {
    case .join(let join): .join(image(of: join))
    case .askWork(let ask):
      .askWork(
        .with {
          $0.node = unsigned(ask.node.rawValue)
          $0.slot = UInt32(clamping: ask.slot)
        })
    case .fetchGrid(let fetch):
      .fetchGrid(
        .with {
          $0.node = unsigned(fetch.node.rawValue)
          $0.hash = data(fetch.hash.bytes)
          $0.offset = unsigned(fetch.offset)
        })
    case .heartbeat(let heartbeat): .heartbeat(image(of: heartbeat))
    case .offer(let offer): .offer(image(of: offer))
    case .finish(let finish): .finish(image(of: finish))
    case .leave(let leave): .leave(.with { $0.node = unsigned(leave.node.rawValue) })
    case .offerBound(let offer): .offerBound(image(of: offer))
    case .fetchBound(let fetch):
      .fetchBound(
        .with {
          $0.node = unsigned(fetch.node.rawValue)
          $0.run = unsigned(fetch.run.rawValue)
        })
    case .checkedBound(let bound): .checkedBound(image(of: bound))
    case .joined(let joined):
      .joined(
        .with {
          $0.node = unsigned(joined.node.rawValue)
          $0.heartbeatMilliseconds = unsigned(joined.heartbeatMilliseconds)
          $0.suspicionMilliseconds = unsigned(joined.suspicionMilliseconds)
          $0.messageBytesMax = unsigned(joined.messageBytesMax)
        })
    case .assignment(let assignment): .assignment(image(of: assignment))
    case .noWork(let noWork):
      .noWork(.with { $0.retryMilliseconds = unsigned(noWork.retryMilliseconds) })
    case .gridChunk(let chunk):
      .gridChunk(
        .with {
          $0.hash = data(chunk.hash.bytes)
          $0.offset = unsigned(chunk.offset)
          $0.totalBytes = unsigned(chunk.totalBytes)
          $0.content = data(chunk.content)
        })
    case .acknowledged(let acknowledged):
      .acknowledged(
        .with {
          $0.best = acknowledged.best.map(image(of:))
          $0.cancelled = acknowledged.cancelled.map { unsigned($0.rawValue) }
          $0.drain = acknowledged.drain
          $0.bounds = acknowledged.bounds.map(image(of:))
        })
    case .refused(let refused):
      .refused(
        .with {
          $0.code = refused.code.rawValue
          $0.text = clipped(refused.text)
        })
    case .bulletin(let bulletin):
      .bulletin(
        .with {
          $0.sequence = unsigned(bulletin.sequence)
          $0.best = bulletin.best.map(image(of:))
          $0.cancelled = bulletin.cancelled.map { unsigned($0.rawValue) }
          $0.bounds = bulletin.bounds.map(image(of:))
        })
    }
  }

  private static func image(of join: Join) -> JoinImage {
    .with {
      $0.name = join.name
      $0.token = data(join.token)
      $0.slots = UInt32(clamping: join.slots)
      $0.memoryBytes = unsigned(join.memoryBytes)
      $0.resumedNode = unsigned(join.resumedNode?.rawValue ?? 0)
    }
  }

  private static func image(of heartbeat: Heartbeat) -> HeartbeatImage {
    .with {
      $0.node = unsigned(heartbeat.node.rawValue)
      $0.progress = heartbeat.progress.map { progress in
        .with {
          $0.lease = unsigned(progress.lease.rawValue)
          $0.effort = unsigned(progress.effort)
          if let best = progress.best { $0.best = image(of: best) }
          $0.elapsedMilliseconds = unsigned(progress.elapsedMilliseconds)
        }
      }
    }
  }

  private static func image(of offer: Offer) -> OfferImage {
    .with {
      $0.node = unsigned(offer.node.rawValue)
      $0.lease = unsigned(offer.lease.rawValue)
      $0.sequence = unsigned(offer.sequence)
      $0.borderRevision = unsigned(offer.borderRevision)
      $0.claimed = image(of: offer.claimed)
      $0.cells = offer.answer.cells.map(UInt32.init)
      $0.effort = unsigned(offer.effort)
    }
  }

  private static func image(of finish: Finish) -> FinishImage {
    .with {
      $0.node = unsigned(finish.node.rawValue)
      $0.lease = unsigned(finish.lease.rawValue)
      $0.sequence = unsigned(finish.sequence)
      switch finish.outcome {
      case .budgetSpent: $0.outcome = 1
      case .stopped: $0.outcome = 2
      case .failed(let reason):
        $0.outcome = 3
        $0.reason = clipped(reason)
      }
      if let last = finish.last {
        $0.hasAnswer_p = true
        $0.claimed = image(of: last.claimed)
        $0.cells = last.answer.cells.map(UInt32.init)
      }
      $0.effort = unsigned(finish.effort)
      $0.cpuMilliseconds = unsigned(finish.cpuMilliseconds)
    }
  }

  private static func image(of assignment: Assignment) -> AssignmentImage {
    var image = AssignmentImage()
    image.lease = unsigned(assignment.lease.rawValue)
    image.run = unsigned(assignment.run.rawValue)
    image.round = UInt32(clamping: assignment.round)
    image.subproblem = unsigned(assignment.subproblemID.rawValue)
    image.gridHash = data(assignment.gridHash.bytes)
    image.gridBytes = unsigned(assignment.gridBytes)
    image.rows = assignment.subproblem.free.rows.map { UInt32(clamping: $0) }
    image.firstColumn = UInt32(clamping: assignment.subproblem.free.columns.lowerBound)
    image.endColumn = UInt32(clamping: assignment.subproblem.free.columns.upperBound)
    if let border = assignment.subproblem.border {
      image.borderColumns = UInt32(clamping: border.columnCount)
      image.border = border.cells.map(UInt32.init)
    }
    image.quotas = assignment.subproblem.quotas.map { quota in
      .with {
        $0.rule = UInt32(clamping: quota.rule)
        $0.row = UInt32(clamping: quota.row)
        $0.window = UInt32(clamping: quota.window)
        $0.min = quota.min
        $0.max = quota.max
      }
    }
    image.strategy = assignment.strategy.name
    image.parameters = assignment.strategy.parameters.map { parameter in
      .with {
        $0.name = parameter.name
        $0.value = parameter.value
      }
    }
    image.seed = assignment.seed
    switch assignment.budget {
    case .effort(let units):
      image.countsEffort = true
      image.budget = unsigned(units)
    case .milliseconds(let milliseconds): image.budget = unsigned(milliseconds)
    }
    image.borderRevision = unsigned(assignment.borderRevision)
    return image
  }

  private static func image(of best: RunScore) -> RunScoreImage {
    .with {
      $0.run = unsigned(best.run.rawValue)
      $0.best = image(of: best.best)
    }
  }

  private static func image(of score: Score) -> ScoreImage {
    .with {
      $0.accreditation = Int64(score.accreditation)
      $0.institution = Int64(score.institution)
      $0.soft = Int64(score.soft)
    }
  }

  /// Our own code makes no negative identifiers or counts; a negative one becomes 0.
  static func unsigned(_ value: some BinaryInteger) -> UInt64 { UInt64(clamping: value) }

  static func data(_ bytes: [UInt8]) -> Data { Data(bytes) }

  /// A text cut to the limit at a character's border.
  private static func clipped(_ text: String) -> String {
    guard text.utf8.count > WireLimits.textBytes else { return text }
    var result = ""
    var length = 0
    for character in text {
      length += String(character).utf8.count
      if length > WireLimits.textBytes { break }
      result.append(character)
    }
    return result
  }
}
