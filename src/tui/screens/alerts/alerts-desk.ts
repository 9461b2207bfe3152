import * as Effect from "effect/Effect"
import { dismissAlert, testRoutes } from "../../../domain/operations/set-alerts.ts"
import { type AlertRow, AlertStore } from "../../../domain/ports/alert-store.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import type { RowList } from "../../components/row-list.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { LiveQuery } from "../../live-query.ts"
import { OlderRows } from "../../older-rows.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { alertList } from "./alert-list.ts"

const mostOpen = 500
const pageOfPast = 100
const longestReason = 300
const everyMs = 2000

interface Reading {
  readonly open: ReadonlyArray<AlertRow>
  readonly past: ReadonlyArray<AlertRow>
}

const readAlerts = Effect.gen(function* () {
  const store = yield* AlertStore
  const [open, past] = yield* Effect.all([store.list(mostOpen), store.past(null, pageOfPast)])
  return { open, past } satisfies Reading
})

/** Open and past alerts, the reason that is typed, and what a person does about them. */
export class AlertsDesk {
  /** null: nothing is typed. */
  readonly reason = new Store<{ readonly text: string; readonly alert: AlertRow } | null>(null)
  readonly list: RowList<AlertRow>
  readonly query: LiveQuery<Reading, StoreFailure>
  readonly older: OlderRows<AlertRow>
  readonly #desk: Desk

  constructor(desk: Desk) {
    this.#desk = desk
    this.list = alertList(desk)
    this.query = new LiveQuery({ bridge: desk.bridge, live: desk.live, read: () => readAlerts, everyMs })
    this.older = new OlderRows(desk.bridge, pageOfPast, ({ id }, limit) =>
      Effect.flatMap(AlertStore, (store) => store.past(id, limit))
    )
    this.query.store.subscribe(() => this.#take())
    this.older.store.subscribe(() => this.#take())
    this.list.store.subscribe(() => this.#wantMore())
    // What a key can do depends on the row that the cursor is on.
    subscribeSlice(
      this.list.store,
      ({ rows, cursor }) => rows[cursor],
      () => desk.changed()
    )
  }

  alert(): AlertRow | null {
    return this.list.selected() ?? null
  }

  openCount(): number {
    return this.query.store.get().value?.open.length ?? 0
  }

  beginReason(): void {
    const alert = this.alert()
    if (alert !== null) this.#type({ text: "", alert })
  }

  typed(event: KeyEvent): void {
    const typing = this.reason.get()
    if (typing !== null)
      this.#type({ ...typing, text: typedText(typing.text, event, longestReason, this.#desk) })
  }

  leave(): boolean {
    const isTyping = this.reason.get() !== null
    this.#type(null)
    return isTyping
  }

  /** The reason is typed: now it is asked. */
  askToDismiss(): void {
    const typing = this.reason.get()
    if (typing === null) return
    const reason = typing.text.trim()
    if (reason === "") {
      this.#desk.say("need", "Say why: everybody who looks at the alert sees the reason.")
      return
    }
    this.#type(null)
    this.#desk.ask({
      text: `DISMISS “${typing.alert.title}”? Nobody hears of it again while it lasts.`,
      onYes: () => {
        this.#desk.bridge.run(dismissAlert(typing.alert.id, reason), (outcome) => {
          if (outcome.ok) this.#desk.say("done", "Dismissed: it ends when its cause goes.")
          else this.#desk.say("need", outcome.message)
          this.query.refresh()
        })
      }
    })
  }

  askToTest(): void {
    this.#desk.ask({
      text: "TEST every alert route? Each one is told that nothing is wrong; PagerDuty opens and closes an incident.",
      onYes: () => {
        this.#desk.say("done", "Telling every route …")
        this.#desk.bridge.run(testRoutes(), (outcome) => {
          if (!outcome.ok) this.#desk.say("need", outcome.message)
          else if (outcome.value.length === 0)
            this.#desk.say("need", "There is no route: switchyard alerts route add email ops ops@example.com")
          else {
            const isFine = outcome.value.every(({ ok }) => ok)
            const said = outcome.value.map(({ name, ok, said }) => `${name}: ${ok ? "took it" : said}`)
            this.#desk.say(isFine ? "done" : "need", `${said.join("; ")}.`)
          }
        })
      }
    })
  }

  #type(reason: { readonly text: string; readonly alert: AlertRow } | null): void {
    this.reason.set(reason)
    this.#desk.changed()
  }

  #take(): void {
    const { value } = this.query.store.get()
    if (value !== null) {
      const first = new Set([...value.open, ...value.past].map(({ id }) => id))
      const older = this.older.store.get().rows.filter(({ id }) => !first.has(id))
      this.list.setRows([...value.open, ...value.past, ...older])
    }
    this.#desk.changed()
  }

  /** The cursor nears the end: the page behind it is read. */
  #wantMore(): void {
    const { rows, cursor, page } = this.list.store.get()
    const past = this.query.store.get().value?.past.length ?? 0
    if (past === pageOfPast && cursor + page >= rows.length) this.older.want(rows.at(-1))
  }
}
