import ArgumentParser
import DisplayText
import GraphExport

/// The backward pass in pictures: numbered, or moving.
struct FrameOptions: ParsableArguments {
  @Option(
    name: .customLong("frames"),
    help: ArgumentHelp(
      "Directory for a numbered svg of each backward step.", valueName: "directory"),
    completion: .directory)
  var directory: String?

  @Flag(name: .long, help: "Animated svg of the backward pass.")
  var animate = false

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Frame of the backward pass to draw, from 0.", valueName: "frame")
  )
  var step: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Duration of a step of --animate (default: 1.5).", valueName: "seconds"))
  var secondsPerStep: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Maximum number of frames.", valueName: "frames"))
  var maxFrames = 300

  func validate() throws {
    if let secondsPerStep {
      guard animate else { throw ValidationError("--seconds-per-step belongs to --animate") }
      guard (0.05...60).contains(secondsPerStep) else {
        throw ValidationError("--seconds-per-step is 0.05 to 60, not \(secondsPerStep)")
      }
    }
    if let step {
      guard !animate else { throw ValidationError("--step stands still and --animate moves; choose one") }
      guard step >= 0 else { throw ValidationError("--step is 0 or more, not \(step)") }
    }
    guard maxFrames > 0 else { throw ValidationError("--max-frames is 1 or more, not \(maxFrames)") }
  }

  var seconds: Double { secondsPerStep ?? 1.5 }

  /// The frames that are asked for, if any are.
  func frames(of view: View, _ options: PictureOptions) throws(CommandFailure) -> BackwardFrames? {
    guard animate || directory != nil || step != nil else { return nil }
    let option = animate ? "--animate" : directory != nil ? "--frames" : "--step"
    let diagram = view.picture
    guard !diagram.nodes.contains(where: { $0.folded != nil }) else {
      throw .usage(
        "\(option): the backward pass of folded boxes can't be shown step by step; show a part of the graph with "
          + "--path or --focus, or all \(view.part.nodes.count) nodes with --max-nodes 0 and without --collapse"
      )
    }
    let frames: BackwardFrames
    do {
      frames = try BackwardFrames(diagram, options)
    } catch .noGradients {
      throw .usage("\(option): \(BackwardStepsError.noGradients); leave out --forward-only")
    } catch {
      throw .usage("\(option): \(VisibleText.of("\(error)"))")
    }
    if let step, step >= frames.count {
      throw .usage("--step: the backward pass has the frames 0 to \(frames.count - 1), and no \(step)")
    }
    guard frames.count <= maxFrames else {
      throw .usage(
        "\(option): the backward pass has \(frames.count) frames, more than \(maxFrames); "
          + "show a part of the graph with --path, or allow them with --max-frames \(frames.count)")
    }
    return frames
  }
}
