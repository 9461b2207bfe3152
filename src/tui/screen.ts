import type { ReactNode } from "react"
import type { OrderId } from "../domain/model/order.ts"
import type { DoubtChoice } from "../domain/operations/settle-doubt.ts"
import type { OrderFilter } from "../domain/ports/order-board.ts"
import type { Chosen } from "./chosen.ts"
import type { ConsoleClock } from "./console-clock.ts"
import type { FigureQuery } from "./figures.ts"
import type { KeyEvent } from "./key-splitter.ts"
import type { Live } from "./live.ts"
import type { Bridge } from "./runtime.ts"
import type { Theme } from "./theme.ts"

/** Where one can be. What a screen needs to begin is in its place. */
export type Place =
  | { readonly screen: "triage" }
  | { readonly screen: "orders"; readonly filter?: OrderFilter }
  | { readonly screen: "order"; readonly id: OrderId; readonly number: string }
  | {
      readonly screen: "resolve"
      readonly id: OrderId
      readonly number: string
      /** Orders that wait too, for `n`: the next one. */
      readonly queue?: ReadonlyArray<OrderId>
    }
  | {
      readonly screen: "process"
      readonly ids: ReadonlyArray<OrderId>
      /** Called for each order as it is handed over, so that a list can take its mark away. */
      readonly onAccepted?: (ids: ReadonlyArray<OrderId>) => void
    }
  | { readonly screen: "doubt"; readonly number: string; readonly which?: DoubtChoice }
  | { readonly screen: "authorize"; readonly id: OrderId; readonly number: string }
  | { readonly screen: "sends" }
  | { readonly screen: "inventory" }
  /** Channel and product by their names, as a person knows them. */
  | { readonly screen: "inventory-explain"; readonly channel: string; readonly sku: string }
  | { readonly screen: "feeds" }
  | { readonly screen: "stock-rules"; readonly id: number; readonly name: string }
  | { readonly screen: "sync" }
  | { readonly screen: "jobs" }
  | { readonly screen: "job"; readonly id: string; readonly queue: string }
  | { readonly screen: "workers" }
  | { readonly screen: "sync-run"; readonly runId: number }
  | { readonly screen: "channels" }
  | { readonly screen: "channel"; readonly id: number; readonly name: string }
  | {
      readonly screen: "channel-settings"
      /** A channel that is stored, a set-up that was left, or null: a new one. */
      readonly target: { readonly id: number } | { readonly draft: string } | null
      readonly name: string
    }
  | { readonly screen: "suppliers" }
  | { readonly screen: "supplier"; readonly id: number; readonly name: string }
  | { readonly screen: "auto-processing"; readonly name: string }

export type ScreenName = Place["screen"]

export interface ScreenAction {
  readonly run: () => void
  /** Why the key cannot act here and now; null (or absent): it can. Shown when the dim key is pressed. */
  readonly refusal?: () => string | null
  /** False: nothing here asks for this key, so no hint offers it, not even dimmed. Absent: it is always offered. */
  readonly isOffered?: () => boolean
  /** Instead of the key table's label, when it depends on what is selected: `process 2 marked`. */
  readonly label?: () => string
}

export interface BodySize {
  readonly columns: number
  readonly rows: number
}

/** A screen as the frame sees it: made when its place is opened, closed when it is left. */
export interface OpenScreen {
  /** The body between tab line and hints, to be drawn with flexGrow={1}. Called in each commit of the frame. */
  view(size: BodySize): ReactNode
  /** For the breadcrumbs; the frame makes it safe. */
  title(): string
  /** Right end of the breadcrumb line. */
  note?(): string
  /** By the `action` of the key table's rows for this screen. */
  readonly actions: Readonly<Record<string, ScreenAction>>
  /** While true, keys that are text (and pastes) go to `typed`; all other keys stay actions. */
  isTyping?(): boolean
  typed?(event: KeyEvent): void
  /** esc: true when the screen used it (left a field, cleared a filter); false: the frame goes back. */
  leave?(): boolean
  /** The question to ask before the screen is left by any key, because work in it would go away; null: none would. */
  unsaved?(): string | null
  /** Comes into view, again after something above it was left. Start reading here. */
  shown?(): void
  /** Goes out of view: stop reading. */
  hidden?(): void
  closed?(): void
}

export type OpenScreenFor<Name extends ScreenName> = (
  desk: Desk,
  place: Extract<Place, { readonly screen: Name }>
) => OpenScreen

/** One sentence at the bottom with its effect counted; enter never means yes. */
export interface Question {
  readonly text: string
  /** What has to be typed instead of `y`, for big or lasting changes. */
  readonly typed?: string
  readonly onYes: () => void
  readonly onNo?: () => void
}

export interface Session {
  readonly environment: "SANDBOX" | "PROD"
  readonly databaseName: string
  readonly actor: string
  readonly role: string
}

/** Everything a screen may use of the console. */
export interface Desk {
  readonly bridge: Bridge
  readonly live: Live
  readonly clock: ConsoleClock
  readonly theme: Theme
  /** What the person chose: columns, views, looks; and the way back into console.toml. */
  readonly preferences: Chosen
  readonly session: Session
  /** What the first line shows, kept fresh by the frame. */
  readonly figures: FigureQuery
  open(place: Place): void
  /** Leaves the top screen. */
  back(): void
  /** A flag at the bottom until the next key: blue for done, red for what needs a person. Made safe by the frame. */
  say(tone: "done" | "need", text: string): void
  /** The flag that is shown now, to be compared: another one, or none, means that the person has moved on. */
  flag(): unknown
  ask(question: Question): void
  /** Copies by OSC 52 and says so. */
  copy(text: string): void
  /** Hints, title or note may have changed. */
  changed(): void
}
