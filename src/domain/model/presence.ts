export type Doing = "looking" | "editing"

/** Somebody is at an order just now, by the database's clock. It tells others and locks nothing. */
export interface Presence {
  readonly actor: string
  readonly doing: Doing
  readonly since: Date
}

/** How often who is there says so. Four are missed before others stop believing it. */
export const heartbeatMs = 30_000
export const presenceMs = 120_000
