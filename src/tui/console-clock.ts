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
}

type Part = "year" | "month" | "day" | "hour" | "minute" | "second"

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

/** The time as the operator reads it: in the own zone, which is named, or in UTC. */
export class ConsoleClock {
  readonly state: Store<ClockState>
  readonly #now: () => number
  readonly #zone: string
  readonly #local: Intl.DateTimeFormat
  readonly #utc = partsIn("UTC")
  #timer: NodeJS.Timeout | undefined

  constructor({ now = Date.now, zone }: ConsoleClockOptions = {}) {
    this.#now = now
    this.#zone = zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
    this.#local = partsIn(this.#zone)
    this.state = new Store<ClockState>({ now: Math.floor(now() / 1000) * 1000, isUtc: false })
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), 1000)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  tick(): void {
    const now = Math.floor(this.#now() / 1000) * 1000
    if (now !== this.state.get().now) this.state.update((state) => ({ ...state, now }))
  }

  now(): number {
    return this.#now()
  }

  toggleUtc(): void {
    this.state.update((state) => ({ ...state, isUtc: !state.isUtc }))
  }

  /** `EST`, `GMT+2`, `UTC`. */
  zoneName(): string {
    const { isUtc, now } = this.state.get()
    if (isUtc) return "UTC"
    const format = new Intl.DateTimeFormat("en-US", { timeZone: this.#zone, timeZoneName: "short" })
    return format.formatToParts(now).find((part) => part.type === "timeZoneName")?.value ?? this.#zone
  }

  /** `14:02` */
  minutes(at: Date | number): string {
    const part = this.#parts(at)
    return `${part("hour")}:${part("minute")}`
  }

  /** `14:02:07` */
  seconds(at: Date | number): string {
    return `${this.minutes(at)}:${this.#parts(at)("second")}`
  }

  /** `2026-11-22` */
  day(at: Date | number): string {
    const part = this.#parts(at)
    return `${part("year")}-${part("month")}-${part("day")}`
  }

  /** The time alone when it is of today, else with its day: `14:02:07`, `2026-11-21 14:02`. */
  moment(at: Date | number): string {
    const today = this.day(this.state.get().now)
    return this.day(at) === today ? this.seconds(at) : `${this.day(at)} ${this.minutes(at)}`
  }

  #parts(at: Date | number): (part: Part) => string {
    const format = this.state.get().isUtc ? this.#utc : this.#local
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    return (part) => parts.get(part) ?? "??"
  }
}
