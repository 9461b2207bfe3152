import { refuse } from "./x12-refusal.ts"
import { demandElement, elementAt, type X12Segment } from "./x12-segment.ts"

/** One HL with the segments that belong to it. */
export interface Level {
  readonly id: string
  readonly parent: Level | null
  /** HL03: S shipment, O order, P or T pack, I item. */
  readonly kind: string
  readonly head: X12Segment
  readonly segments: ReadonlyArray<X12Segment>
}

const deepest = 8

const depth = (level: Level | null): number => {
  let count = 0
  for (let at = level; at !== null; at = at.parent) count += 1
  return count
}

/** The HL tree, flat and in order. A parent must stand before its children, so that no circle can be said. */
export const readLevels = (segments: ReadonlyArray<X12Segment>): ReadonlyArray<Level> => {
  const levels: Array<Level> = []
  const byId = new Map<string, Level>()
  const starts = segments.flatMap((next, at) => (next.id === "HL" ? [at] : []))
  starts.forEach((at, index) => {
    const head = segments[at]
    if (head === undefined) return
    const id = demandElement(head, 1)
    if (byId.has(id)) refuse(head, 1, "value", "the number of another HL")
    const parentId = elementAt(head, 2)
    const parent = byId.get(parentId) ?? null
    if (parentId !== "" && parent === null) refuse(head, 2, "value", "no HL before it has this number")
    if (depth(parent) >= deepest) refuse(head, 2, "too_large", `more than ${deepest} levels`)
    const kind = demandElement(head, 3)
    const level = { id, parent, kind, head, segments: segments.slice(at + 1, starts[index + 1]) }
    byId.set(id, level)
    levels.push(level)
  })
  return levels
}

/** The nearest level of a kind, upward from this one. */
export const upward = (level: Level, kinds: ReadonlyArray<string>): Level | null => {
  for (let at: Level | null = level; at !== null; at = at.parent) if (kinds.includes(at.kind)) return at
  return null
}
