/**
 * `cut off`: its connection alone is known to be gone, as when the database began anew. `hangs`: its process is there and gives
 * no sign of life; the next worker cuts it off.
 */
export type WorkerEnding = "stopped" | "died" | "cut off" | "hangs"

/** A job that a worker held when it ended. */
export interface HeldAtEnd {
  readonly queue: string
  readonly id: string
  /** The id under which its work goes on, or waits as a dead letter; null: its own. */
  readonly nextId: string | null
}

/**
 * Under which id the job is found. That it was lost with its worker is kept, and leads on to where its work goes on; what
 * a worker gave back in order is nobody's failure, and its old id is forgotten.
 */
export const heldId = (ending: WorkerEnding, { id, nextId }: HeldAtEnd): string =>
  ending === "stopped" ? (nextId ?? id) : id
