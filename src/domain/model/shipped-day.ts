const dayMs = 86_400_000

/**
 * The day alone, where the supplier said no time of day: `2026-11-22`; null: it said one.
 *
 * Files, EDI (DTM 011) and portals mostly say a day, which is kept as its midnight, UTC. What was said is not kept beside it:
 * a parcel that left in the first millisecond of a day in UTC loses a 00:00 that nobody needs, while all others lose an hour
 * that nobody said, and west of Greenwich the day before.
 */
export const shippedDay = (at: Date): string | null =>
  at.getTime() % dayMs === 0 ? at.toISOString().slice(0, 10) : null
