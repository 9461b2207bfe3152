import type { KeyEvent } from "../key-splitter.ts"
import { Store } from "../presenter/select.ts"
import type { BodySize } from "../screen.ts"
import type { Frame } from "./frame.ts"
import type { Change } from "./journal.ts"
import { logRegion } from "./log-region.ts"
import type { Overlay, OverlayBox } from "./overlay.ts"

/** Below this many rows a third would show next to nothing, so the pane takes the whole body. */
const smallRows = 36
const aboveBody = 3
const belowBody = 2

const boxOf = ({ columns, rows }: BodySize): OverlayBox => {
  const height = rows < smallRows ? rows - aboveBody - belowBody : Math.floor(rows / 3)
  return { top: rows - belowBody - height, left: 0, width: columns, height }
}

const step: Readonly<Record<string, number>> = {
  j: 1,
  down: 1,
  k: -1,
  up: -1,
  "page-down": 10,
  "page-up": -10,
  home: Number.NEGATIVE_INFINITY,
  end: Number.POSITIVE_INFINITY
}

/** `@`: each change of this session, the last one first. Looking at it changes nothing. */
export class LogPane implements Overlay {
  /** Which change is chosen, not which line: a new one on top moves nobody's cursor. */
  readonly chosen: Store<Change | null>
  readonly region
  readonly box = boxOf
  readonly hint = "j k choose  y copy the line  c copy the command  esc closes"
  readonly #frame: Frame

  constructor(frame: Frame) {
    this.#frame = frame
    this.chosen = new Store<Change | null>(this.#newestFirst()[0] ?? null)
    this.region = logRegion(frame, this.chosen)
  }

  handle = (event: KeyEvent): void => {
    const name = event.kind === "key" ? event.name : ""
    const by = step[name]
    if (name === "esc" || name === "@" || name === "q") this.#frame.lay(null)
    else if (by !== undefined) this.#move(by)
    else if (name === "y") this.#copy((change) => lineOf(this.#frame, change))
    else if (name === "c") this.#copyCommand()
  }

  #newestFirst(): ReadonlyArray<Change> {
    return this.#frame.journal.changes.get().toReversed()
  }

  #move(by: number): void {
    const changes = this.#newestFirst()
    const chosen = this.chosen.get()
    const now = chosen === null ? 0 : Math.max(0, changes.indexOf(chosen))
    const next = Math.max(0, Math.min(changes.length - 1, now + by))
    this.chosen.set(changes[next] ?? null)
  }

  #copy(textOf: (change: Change) => string): void {
    const change = this.chosen.get()
    if (change === null) this.#frame.say("need", "There is nothing to copy yet.")
    else this.#frame.copy(textOf(change))
  }

  #copyCommand(): void {
    if (this.chosen.get()?.command == null) this.#frame.say("need", "No command is known for it.")
    else this.#copy(({ command }) => `switchyard ${command}`)
  }
}

const lineOf = (frame: Frame, { at, what, result, id, command }: Change): string => {
  const moment = `${frame.clock.day(at)} ${frame.clock.seconds(at)} ${frame.clock.zoneName()}`
  const shell = command === null ? [] : [`switchyard ${command}`]
  return [moment, frame.session.actor, what, result, ...(id === null ? [] : [id]), ...shell].join("  ")
}
