import { setTimeout as sleep } from "node:timers/promises"
import { type Arrival, bringUp } from "./bring-up.ts"
import { hasCrashed } from "./last-stop.ts"
import { user } from "./layout.ts"
import { enter, type Presence } from "./presence.ts"
import type { ServerEvent, Site } from "./site.ts"

/** Looks after one presence until it is given up. */
export interface Watch {
  /** Stops looking and hands back the presence, if the server is there. */
  end(): Promise<Presence | undefined>
}

/** Said by a server that is told to stop, and also by what is left of one whose main process was killed. */
const shutdown = "57P01"
const firstPauseMs = 100
const longestPauseMs = 5000

/** A server that was stopped on purpose is waited for; one that crashed is started again, by whoever is first. */
async function comeBack(site: Site, crashed: boolean): Promise<Arrival | undefined> {
  if (crashed) return bringUp(site)
  const outcome = await enter({ socketPath: site.layout.socketPath, user })
  return "wire" in outcome ? { presence: outcome, owned: false } : undefined
}

class PresenceWatch implements Watch {
  #presence: Presence | undefined
  #ended = false
  readonly #stopWaiting = new AbortController()
  readonly #site: Site
  readonly #tell: (event: ServerEvent) => void
  readonly #done: Promise<void>

  constructor(site: Site, presence: Presence, tell: (event: ServerEvent) => void) {
    this.#site = site
    this.#tell = tell
    this.#presence = presence
    this.#done = this.#look(presence)
  }

  async end(): Promise<Presence | undefined> {
    this.#ended = true
    this.#stopWaiting.abort()
    this.#presence?.wire.hold(true)
    if (this.#presence === undefined) await this.#done
    return this.#presence
  }

  async #look(first: Presence): Promise<void> {
    let present: Presence | undefined = first
    while (present !== undefined) {
      // Presence alone keeps no process alive.
      present.wire.hold(false)
      const farewell = await present.wire.closed
      if (this.#ended) return
      this.#presence = undefined
      const ordered = farewell === shutdown && !hasCrashed(this.#site.layout)
      this.#tell({ _tag: "Lost", ordered })
      present = await this.#revive(!ordered)
      this.#presence = present
      // Given up while the server came back: who gives it up takes the new presence with him, and waits for us until then.
      if (this.#ended) return
    }
  }

  async #revive(hadCrashed: boolean): Promise<Presence | undefined> {
    let pauseMs = firstPauseMs
    let crashed = hadCrashed
    while (!this.#ended) {
      try {
        // Kept: what a start that fails leaves behind may look like the end of an ordered stop.
        crashed ||= hasCrashed(this.#site.layout)
        const back = await comeBack(this.#site, crashed)
        if (back !== undefined) {
          this.#tell({ _tag: "Back", startedByUs: back.owned })
          return back.presence
        }
      } catch (error) {
        this.#tell({ _tag: "RetryFailed", error })
      }
      await this.#pause(pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
    return undefined
  }

  async #pause(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { ref: false, signal: this.#stopWaiting.signal })
    } catch (error) {
      if (!this.#stopWaiting.signal.aborted) throw error
    }
  }
}

export const watchPresence = (site: Site, presence: Presence, tell: (event: ServerEvent) => void): Watch =>
  new PresenceWatch(site, presence, tell)
