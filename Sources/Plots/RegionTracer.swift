import GraphExport

/// Traces the region in which a field of numbers, given at the corners of a grid, is positive (marching
/// squares: Lorensen and Cline, "Marching Cubes", 1987, in two dimensions).
struct RegionTracer {
  /// A place in the plane of the plot, in pixels.
  struct Place {
    var x: Double
    var y: Double
  }

  /// The positive region: polygons that touch along the edges of cells, to be filled as one path.
  private(set) var area: [[Place]] = []
  /// The lines between positive and not positive.
  private(set) var border: [(Place, Place)] = []

  /// - Parameters:
  ///   - field: rows of numbers; one more in both directions than there are cells.
  ///   - place: gives the position of a corner in pixels.
  init(_ field: [[Double]], place: (_ column: Int, _ row: Int) -> Place) {
    for row in 0..<max(field.count - 1, 0) {
      var run: Int?
      let columns = field[row].count - 1
      func close(at column: Int) {
        guard let start = run else { return }
        area.append([
          place(start, row), place(column, row), place(column, row + 1), place(start, row + 1),
        ])
        run = nil
      }
      for column in 0..<columns {
        let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        let values = corners.map { field[$1][$0] }
        let positive = values.count { $0 > 0 }
        if positive == 4 {
          run = run ?? column
          continue
        }
        close(at: column)
        if positive > 0 { add(values, corners.map { place($0.0, $0.1) }) }
      }
      close(at: columns)
    }
  }

  /// Adds the positive part of one cell: its positive corners, and crossings on sides where the sign changes.
  private mutating func add(_ values: [Double], _ corners: [Place]) {
    var polygon: [Place] = []
    var exits: [Place] = []
    var entries: [Place] = []
    for index in 0..<4 {
      let next = (index + 1) % 4
      if values[index] > 0 { polygon.append(corners[index]) }
      guard (values[index] > 0) != (values[next] > 0) else { continue }
      // Between two infinite numbers, the crossing is in the middle.
      let ratio = values[index] / (values[index] - values[next])
      let share = ratio.isFinite ? ratio : 0.5
      let crossing = Place(
        x: corners[index].x + share * (corners[next].x - corners[index].x),
        y: corners[index].y + share * (corners[next].y - corners[index].y))
      polygon.append(crossing)
      if values[index] > 0 { exits.append(crossing) } else { entries.append(crossing) }
    }
    area.append(polygon)
    // Each exit is joined with the entry that follows it around the cell.
    let shift = values[0] > 0 ? 0 : 1
    for index in exits.indices { border.append((exits[index], entries[(index + shift) % entries.count])) }
  }
}

extension SVGPage {
  /// A closed path through these places.
  static func polygon(_ places: [RegionTracer.Place]) -> String {
    "M" + places.map { "\(pixels($0.x)) \(pixels($0.y))" }.joined(separator: "L") + "z"
  }
}
