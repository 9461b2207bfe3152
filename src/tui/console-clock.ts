import { Store } from "./presenter/select.ts"

export interface ClockState {
  /** Full seconds only: nothing on screen ticks faster. */
  readonly now: number
  readonly isUtc: boolean
}

export interface ConsoleClockOptions {
  readonly now?: () => number
  /** The operator's zone by its IANA name; the process's own when left out. */
  readonly zone?: string
  /** How many frames the screen has shown; by them the clock knows that nobody sees it tick. Left out, it never rests. */
  readonly frames?: () => number
}

const tickMs = 1000
/** So much longer than a second it waits for the next answer: those that come each second come a little early or late. */
const joinMs = 250
/** A clock at rest ticks with the database's beats and at each full minute; by itself so long after one that is missing. */
const lateMs = 500
const restMs = 12_500
const minuteMs = 60_000
/** So many ticks that changed nothing on the screen, and it rests. */
const unseenTicks = 5

/** Zones change their offset at full quarters of an hour only, so one look at the zone's table serves a quarter. */
const quarterMs = 900_000
const quartersKept = 1024
const dayMs = 86_400_000

const partsIn = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit"
  })

/**
 * The time as the operator reads it: in the own zone, which is named, or in UTC. It ticks each second as long as that changes
 * something on the screen; a screen whose ages are all in hours wakes nobody for nothing.
 */
export class ConsoleClock {
  readonly state: Store<ClockState>
  readonly #now: () => number
  readonly #zone: string
  readonly #local: Intl.DateTimeFormat
  readonly #offsets = new Map<number, number>()
  #shortName: { readonly quarter: number; readonly name: string } | null = null
  readonly #frames: (() => number) | null
  #timer: NodeJS.Timeout | undefined
  #isResting = false
  #framesSeen = 0
  #unseen = 0

  constructor({ now = Date.now, zone, frames }: ConsoleClockOptions = {}) {
    this.#now = now
    this.#frames = frames ?? null
    this.#zone = zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
    this.#local = partsIn(this.#zone)
    this.state = new Store<ClockState>({ now: Math.floor(now() / 1000) * 1000, isUtc: false })
  }

  start(): void {
    this.#timer ??= this.#later(tickMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** A key was pressed or something changed: what is shown next may be shown in seconds. */
  wake(): void {
    this.#unseen = 0
    if (!this.#isResting) return
    this.#isResting = false
    this.#restart(tickMs)
  }

  /** The database gave a sign: who is awake for it anyway looks at the clock too. */
  beat(nextMs: number): void {
    if (this.#isResting) this.#restart(this.#restMs(nextMs + lateMs))
  }

  /** The database answered, so there may be a frame anyway: what ticks is shown in it, not in one of its own beside it. */
  join(): void {
    if (!this.#isResting) this.#restart(tickMs + joinMs)
  }

  tick(): void {
    const now = Math.floor(this.#now() / 1000) * 1000
    if (now !== this.state.get().now) this.state.update((state) => ({ ...state, now }))
  }

  now(): number {
    return this.#now()
  }

  /** No longer than until the first line shows another minute. */
  #restMs(ms: number): number {
    return Math.min(ms, minuteMs - (this.#now() % minuteMs))
  }

  #restart(ms: number): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = this.#later(ms)
    this.tick()
  }

  #later(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#timer = this.#later(this.#isSeen() ? tickMs : this.#restMs(restMs))
      this.tick()
    }, ms)
  }

  /** Asked at a tick: whether there was a frame since one of the last few. */
  #isSeen(): boolean {
    const frames = this.#frames?.()
    const isNew = frames !== this.#framesSeen
    this.#framesSeen = frames ?? 0
    this.#unseen = isNew ? 0 : this.#unseen + 1
    this.#isResting = this.#unseen >= unseenTicks
    return !this.#isResting
  }

  toggleUtc(): void {
    this.state.update((state) => ({ ...state, isUtc: !state.isUtc }))
  }

  /** `EST`, `GMT+2`, `UTC`. */
  zoneName(): string {
    const { isUtc, now } = this.state.get()
    if (isUtc) return "UTC"
    const quarter = Math.floor(now / quarterMs)
    if (this.#shortName?.quarter !== quarter) this.#shortName = { quarter, name: this.#nameAt(now) }
    return this.#shortName.name
  }

  /** `14:02` */
  minutes(at: Date | number): string {
    return this.#shown(at).slice(11, 16)
  }

  /** `14:02:07` */
  seconds(at: Date | number): string {
    return this.#shown(at).slice(11, 19)
  }

  /** `2026-11-22` */
  day(at: Date | number): string {
    return this.#shown(at).slice(0, 10)
  }

  /** The time alone when it is of today, else with its day: `14:02:07`, `2026-11-21 14:02`. */
  moment(at: Date | number): string {
    const shown = this.#shown(at)
    const isToday = shown.slice(0, 10) === this.day(this.state.get().now)
    return isToday ? shown.slice(11, 19) : `${shown.slice(0, 10)} ${shown.slice(11, 16)}`
  }

  #nameAt(now: number): string {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: this.#zone, timeZoneName: "short" })
    return format.formatToParts(now).find((part) => part.type === "timeZoneName")?.value ?? this.#zone
  }

  /** `2026-11-22T14:02:07…` as the clocks of the zone show it. */
  #shown(at: Date | number): string {
    const ms = Number(at)
    const isUtc = this.state.get().isUtc
    // Years of more than four digits keep their last four.
    return new Date(isUtc ? ms : ms + this.#offset(ms)).toISOString().slice(-24)
  }

  #offset(ms: number): number {
    const quarter = Math.floor(ms / quarterMs)
    const known = this.#offsets.get(quarter)
    if (known !== undefined) return known
    if (this.#offsets.size >= quartersKept) this.#offsets.clear()
    const offset = this.#offsetAt(quarter * quarterMs)
    this.#offsets.set(quarter, offset)
    return offset
  }

  #offsetAt(ms: number): number {
    const parts = new Map(this.#local.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const shown = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second")
    )
    // Of the first centuries, whose years are written otherwise, there is no local time.
    return Math.abs(shown - ms) > dayMs ? 0 : shown - ms
  }
}
