import type { Live } from "./live.ts"

/**
 * Reads now and, until something was read, each time the console looks again: a form that is opened while the database
 * is away fills by itself when it is back. What it gives back ends that.
 */
export const untilRead = (live: Live, isRead: () => boolean, read: () => void): (() => void) => {
  const stop = live.onPulse(
    () => {
      if (isRead()) stop()
      else read()
    },
    () => !isRead()
  )
  if (!isRead()) read()
  return stop
}
