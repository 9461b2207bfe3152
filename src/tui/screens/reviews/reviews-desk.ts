import {
  acceptReview,
  dismissReview,
  listReviews,
  type ReviewEdits,
  revealLetter,
  type ShownReview
} from "../../../domain/operations/review-letters.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { age } from "../../age.ts"
import { columnList, type TextColumn } from "../../components/column-list.ts"
import type { RowList } from "../../components/row-list.ts"
import { Scroll } from "../../components/scroll.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store, subscribeSlice } from "../../presenter/select.ts"
import { RawLooks } from "../../raw-looks.ts"
import type { Desk } from "../../screen.ts"
import { typedText } from "../../typed-text.ts"
import { reviewLines, suggestionText } from "./review-lines.ts"

export type Typing = "reason" | "purchaseOrder" | "tracking"
type Edits = Omit<ReviewEdits, "trustSender">

export interface ReviewsWish {
  readonly focus: "letters" | "text"
  readonly typing: Typing | null
  readonly typed: string
  /** What a person said better, by letter. */
  readonly edits: ReadonlyMap<number, Edits>
}

const lettersShown = 500
const longestTyped = 200
const suggestedText = ([first, ...more]: ShownReview["suggestion"]): string =>
  first === undefined
    ? "nothing was read"
    : `${suggestionText(first)}${more.length > 0 ? ` and ${more.length} more` : ""}`

const noEdits: Edits = {}

const columns: ReadonlyArray<TextColumn<ShownReview>> = [
  { title: "LETTER", width: () => 6, text: ({ id }) => String(id), align: "right" },
  { title: "CAME", width: () => 4, text: ({ receivedAt }, at) => age(receivedAt, at), align: "right" },
  { title: "SUPPLIER", width: (room) => (room >= 100 ? 18 : 12), text: ({ supplier }) => supplier },
  {
    title: "FROM",
    width: (room) => (room >= 100 ? 28 : 18),
    text: ({ from, senderKnown }) => (senderKnown ? from : `? ${from}`),
    role: ({ senderKnown }) => (senderKnown ? "text" : "need")
  },
  {
    title: "ORDER",
    width: () => 11,
    text: ({ purchaseOrderNumber }) => purchaseOrderNumber ?? "?",
    role: ({ purchaseOrderNumber }) => (purchaseOrderNumber === null ? "doubt" : "text")
  },
  { title: "SUGGESTS", width: () => 200, text: ({ suggestion }) => suggestedText(suggestion) }
]

/** Letters that wait for a person, and the one under the cursor. */
export class ReviewsDesk {
  readonly wish = new Store<ReviewsWish>({ focus: "letters", typing: null, typed: "", edits: new Map() })
  readonly list: RowList<ShownReview>
  readonly query: LiveQuery<ReadonlyArray<ShownReview>, StoreFailure>
  readonly scroll: Scroll
  readonly looks: RawLooks
  readonly #desk: Desk

  constructor(desk: Desk) {
    this.#desk = desk
    this.list = columnList(
      desk,
      () => columns,
      ({ id }) => String(id)
    )
    this.looks = new RawLooks(desk, {
      called: (id) => `Letter ${id}`,
      write: revealLetter,
      selected: () => this.list.selected()?.id ?? null,
      nothing: () => (this.list.selected() === undefined ? "No letter waits." : null),
      again: () => this.query.refresh()
    })
    this.query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => listReviews(lettersShown, this.looks.revealed),
      everyMs: 3000
    })
    this.scroll = new Scroll(
      (width) => {
        const review = this.list.selected()
        return review === undefined ? [] : reviewLines(review, this.edits(review), desk, width)
      },
      [
        (changed) => subscribeSlice(this.list.store, ({ rows, cursor }) => rows[cursor], changed),
        (changed) => subscribeSlice(this.wish, ({ edits }) => edits, changed)
      ]
    )
    this.query.store.subscribe(() => {
      const { value } = this.query.store.get()
      if (value !== null) this.list.setRows(value)
      desk.changed()
    })
  }

  edits(review: ShownReview): Edits {
    return this.wish.get().edits.get(review.id) ?? noEdits
  }

  change(part: Partial<ReviewsWish>): void {
    this.wish.update((wish) => ({ ...wish, ...part }))
    this.#desk.changed()
  }

  type(typing: Typing): void {
    this.change({ typing, typed: "" })
  }

  typedKey(event: KeyEvent): void {
    this.change({ typed: typedText(this.wish.get().typed, event, longestTyped, this.#desk) })
  }

  /** enter while something is typed. */
  finish(): void {
    const { typing, typed, edits } = this.wish.get()
    const review = this.list.selected()
    const text = typed.trim()
    if (review === undefined || typing === null) return
    if (text === "") {
      this.#desk.say(
        "need",
        typing === "reason" ? "Say why: it is kept in the order's history." : "Nothing was typed."
      )
      return
    }
    this.change({ typing: null })
    if (typing === "reason") this.#askToDismiss(review, text)
    else this.change({ edits: new Map(edits).set(review.id, { ...this.edits(review), [typing]: text }) })
  }

  leave(): boolean {
    const { typing, focus } = this.wish.get()
    if (typing !== null) this.change({ typing: null })
    else if (focus === "text") this.change({ focus: "letters" })
    else return false
    return true
  }

  askToAccept(): void {
    const review = this.list.selected()
    if (review === undefined) return
    const edits = this.edits(review)
    const first = review.suggestion[0]
    const what =
      edits.tracking ??
      (first === undefined
        ? "what it tells"
        : `${suggestionText(first)}${review.suggestion.length > 1 ? ` and ${review.suggestion.length - 1} more` : ""}`)
    const where = edits.purchaseOrder ?? review.purchaseOrderNumber ?? "a purchase order that nobody named"
    const said = `ACCEPT letter ${review.id} of ${review.supplier}? It is recorded for ${where}: ${what}.`
    this.#desk.ask({
      text: review.senderKnown ? said : `${said} ${review.from} is NOT a sender that the settings name.`,
      ...(review.senderKnown ? {} : { typed: "trust" }),
      onYes: () => this.#accept(review, { ...edits, trustSender: !review.senderKnown })
    })
  }

  #accept(review: ShownReview, edits: ReviewEdits): void {
    this.#desk.bridge.run(acceptReview(review.id, edits), (outcome) => {
      if (!outcome.ok) this.#desk.say("need", outcome.message)
      else {
        const { parcels, known } = outcome.value
        const said = parcels.map((p) => `${p.carrier} ${p.trackingNumber}`).join(", ")
        this.#desk.say(
          "done",
          `Letter ${review.id} is accepted. ${said === "" ? `${known} recorded already.` : `Recorded ${said}.`}`
        )
      }
      this.#settled()
    })
  }

  #askToDismiss(review: ShownReview, reason: string): void {
    this.#desk.ask({
      text: `DISMISS letter ${review.id} of ${review.supplier} (“${reason}”)? Nothing of it is recorded.`,
      onYes: () =>
        this.#desk.bridge.run(dismissReview(review.id, reason), (outcome) => {
          if (outcome.ok) this.#desk.say("done", `Letter ${review.id} is dismissed.`)
          else this.#desk.say("need", outcome.message)
          this.#settled()
        })
    })
  }

  #settled(): void {
    this.query.refresh()
    this.#desk.live.refresh()
  }
}
