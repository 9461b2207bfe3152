/** What reads a channel's orders page by page: the downloads, and the look-back of the last days. */
export type DownloadService = "orders" | "look_back"

/** The page that comes next, and the question that the pages answer. Kept with the rows of the page before it. */
export interface DownloadPlace {
  /** Since when, in ISO 8601: all pages of one reading answer one question. */
  readonly since: string
  /**
   * When the first page was asked for. What becomes visible later may belong before the page where the reading stands, so
   * the watermark goes no further than this.
   */
  readonly begunAt: string
  /** The channel's own place-mark. */
  readonly cursor: string
  /** Names the settings that were in force. Others ask for other orders, so their reading begins anew. */
  readonly question: string
  /** Pages read so far. */
  readonly pages: number
  /** Tells a reading from another that came by the same page. */
  readonly runId: number
}

export interface StoredPlace {
  readonly place: DownloadPlace
  /** When the page before it was committed. */
  readonly at: Date
}

/** Longer than a worker is down by accident, shorter than the life of the channels' place-marks. */
export const placeKeptMs = 6 * 60 * 60_000

/** How far a page lets the watermark go: to the newest that it names, and not past the beginning of its reading. */
export const watermarkOf = (newestAt: Date | null, begunAt: Date): Date | null =>
  newestAt === null || newestAt < begunAt ? newestAt : begunAt

/** Where a reading goes on that was broken off; null: it begins. */
export const placeToGoOn = (stored: StoredPlace | null, question: string, at: Date): DownloadPlace | null =>
  stored !== null && stored.place.question === question && at.getTime() - stored.at.getTime() <= placeKeptMs
    ? stored.place
    : null
