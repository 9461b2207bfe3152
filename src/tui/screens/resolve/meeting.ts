import type { AtOrder } from "../../at-order.ts"
import type { Desk } from "../../screen.ts"

/** Says at once that somebody else edits the same order. Nobody is kept out: what both change is asked about then. */
export class Meeting {
  readonly #desk: Desk
  readonly #here: AtOrder
  #told = ""

  constructor(desk: Desk, here: AtOrder) {
    this.#desk = desk
    this.#here = here
    here.store.subscribe(() => this.#look())
  }

  note(): string {
    const [editor] = this.#editors()
    return editor === undefined ? "" : `${editor.actor} edits too`
  }

  #editors() {
    return this.#here.others.filter(({ doing }) => doing === "editing")
  }

  #look(): void {
    const editors = this.#editors()
    const now = editors.map(({ actor, since }) => `${actor} ${since.getTime()}`).join()
    if (now === this.#told) return
    this.#told = now
    this.#desk.changed()
    const [editor] = editors
    if (editor === undefined) return
    const since = this.#desk.clock.minutes(editor.since)
    this.#desk.say(
      "need",
      `${editor.actor} is editing this order since ${since}. You may go on: what both of you change is shown to you before it is saved.`
    )
  }
}
