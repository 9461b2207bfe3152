import type * as Effect from "effect/Effect"
import type { ReactNode } from "react"
import type { MappingAsk } from "../domain/model/mapping-change.ts"
import type { OrderId } from "../domain/model/order.ts"
import type { DoubtChoice } from "../domain/operations/settle-doubt.ts"
import type { ActivityFilter } from "../domain/ports/activity-log.ts"
import type { OrderFilter } from "../domain/ports/order-board.ts"
import type { Chosen } from "./chosen.ts"
import type { ConsoleClock } from "./console-clock.ts"
import type { ConsoleNeeds } from "./console-needs.ts"
import type { FigureQuery } from "./figures.ts"
import type { KeyEvent } from "./key-splitter.ts"
import type { Live } from "./live.ts"
import type { Bridge } from "./runtime.ts"
import type { Theme } from "./theme.ts"

/** Where one can be. What a screen needs to begin is in its place. */
export type Place =
  | { readonly screen: "triage" }
  | { readonly screen: "orders"; readonly filter?: OrderFilter }
  /** `why`: opened with the answer to why it is not moving. */
  | { readonly screen: "order"; readonly id: OrderId; readonly number: string; readonly why?: true }
  | { readonly screen: "order-timeline"; readonly id: OrderId; readonly number: string }
  | { readonly screen: "order-bytes"; readonly id: OrderId; readonly number: string }
  | { readonly screen: "order-evidence"; readonly id: OrderId; readonly number: string }
  | { readonly screen: "order-payload"; readonly id: OrderId; readonly number: string }
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
      /** Called with those that were not taken, and why. */
      readonly onRefused?: (refused: ReadonlyArray<{ readonly id: OrderId; readonly reason: string }>) => void
    }
  | { readonly screen: "doubt"; readonly number: string; readonly which?: DoubtChoice }
  | { readonly screen: "authorize"; readonly id: OrderId; readonly number: string }
  | { readonly screen: "sends" }
  | { readonly screen: "settings" }
  | { readonly screen: "inventory" }
  /** Channel and product by their names, as a person knows them. */
  | { readonly screen: "inventory-explain"; readonly channel: string; readonly sku: string }
  | { readonly screen: "feeds" }
  | { readonly screen: "stock-rules"; readonly id: number; readonly name: string }
  /** `line`: the service of a party that one comes for, as `channel/2/orders`. */
  | { readonly screen: "sync"; readonly line?: string }
  /** `dead`: one comes for the dead letters. */
  | { readonly screen: "jobs"; readonly show?: "dead" }
  /** `wroteAt`: what it did then is where one comes from. */
  | { readonly screen: "job"; readonly id: string; readonly queue: string; readonly wroteAt?: Date }
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
  | { readonly screen: "supplier-settings"; readonly id: number; readonly name: string }
  | { readonly screen: "auto-processing"; readonly name: string }
  | { readonly screen: "alerts" }
  | { readonly screen: "activity"; readonly filter?: ActivityFilter }
  /** What orders wait for, grouped by what takes it away. */
  | { readonly screen: "causes" }
  | { readonly screen: "mappings"; readonly part?: "methods" | "skus" | "aliases" }
  | { readonly screen: "mapping"; readonly ask: MappingAsk }
  | { readonly screen: "reviews" }
  | { readonly screen: "exceptions"; readonly part?: "parcels" | "quarantine" }

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
  /**
   * While the first reading is under way: its own keys wait for it, so that they mean what they mean typed slowly. Its end,
   * as its failure, is told by `Desk.changed`. One without a reading says false.
   */
  isReading(): boolean
  /** Letters may be text as soon as it is read, so while it reads none of them is a key, not even `1` or `X`. */
  readonly isForm?: true
  /**
   * All that labels, offers and refusals of the actions that hints show are made of, as a word: while it is one that was
   * before, the hints are those of then. Absent: they are worked out whenever something changed.
   */
  hints?(): string
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

/** What the session's log keeps of a change besides the words of the flag. */
export interface ChangeNote {
  /** The command that does the same, as typed behind the program's name; the key table's by default. */
  readonly command?: string
  /** Of the job or run that carries it out. */
  readonly id?: string
}

/** Takes something back, or asks for it; the sentence says what came of it. A failure's message says why not. */
export type Amends = Effect.Effect<string, Error, ConsoleNeeds>

/** What undoing does, where it does so much that its count is typed instead of `y`; null: `y` is enough. */
export interface UndoEffect {
  readonly text: string
  readonly typed: string | null
}

/** How an act of this session is undone by `z`, as long as that can be true. */
export interface Undo {
  /** The act as the question names it: `PROCESS of #1042`, `the edit of #1042`. */
  readonly label: string
  /** When it is known to be too late. `run` has to refuse by itself too. */
  readonly until?: Date
  /** Counts what undoing would do now, for the question. Absent: the label says all of it. */
  readonly effect?: Effect.Effect<string | UndoEffect, Error, ConsoleNeeds>
  readonly run: Amends
  /** What may be asked for when it is too late: one sentence for the question, and what a yes does. */
  readonly instead?: { readonly text: string; readonly run: Amends }
}

/** A text that is given to another program on this terminal. */
export interface OutsideText {
  /** Of the file, so that the program's own line says what it is: `note-1042`. */
  readonly name: string
  /** What is taken back at most, in characters; 20,000 by default. */
  readonly longest?: number
}

export interface Session {
  readonly environment: "SANDBOX" | "PROD"
  readonly databaseName: string
  readonly actor: string
  readonly role: string
  /** Of the program; absent where nobody said it. */
  readonly version?: string
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
  say(tone: "done" | "need", text: string, note?: ChangeNote): void
  /** The flag that is shown now, to be compared: another one, or none, means that the person has moved on. */
  flag(): unknown
  ask(question: Question): void
  /** An act was done: `z` takes it back. Called when the act is known to have been done. */
  undoable(undo: Undo): void
  /** Copies by OSC 52, and by a program of this machine where that is the right clipboard; says what it did. */
  copy(text: string): void
  /**
   * Gives the terminal to $VISUAL or $EDITOR with this text; then `done` gets what it became, or null: nothing new, or
   * the editor failed, which was said. Lines stay lines; controls are taken out of what comes back.
   */
  edit(text: string, about: OutsideText, done: (text: string | null) => void): void
  /** Gives the terminal to $PAGER with a copy of this text; what would act on a terminal is written out. */
  view(text: string, about: OutsideText): void
  /** Hints, title or note may have changed. */
  changed(): void
}
