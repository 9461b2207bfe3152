import { stopUntilContinued } from "../presenter/job-control.ts"
import type { Desk, OutsideText } from "../screen.ts"
import { givenText, longestGiven, pagerText } from "./given-text.ts"
import { editorOf, PrivateFile, pagerOf, runOutside } from "./outside-program.ts"

/** A letter takes up to four bytes. */
const mostBytes = (letters: number): number => 4 * letters

/** What the terminal is given away for: the shell after ctrl-z, an editor, a pager. */
export class Outside {
  /** Set by the root component, which alone can give the terminal away and take it back. */
  giveTerminal: (work: () => Promise<void>) => Promise<void> = (work) => work()
  readonly #desk: Pick<Desk, "bridge" | "say">
  readonly #env: Readonly<Record<string, string | undefined>>
  #isAway = false

  constructor(desk: Pick<Desk, "bridge" | "say">, env: Readonly<Record<string, string | undefined>>) {
    this.#desk = desk
    this.#env = env
  }

  suspend(): void {
    this.#give("ctrl-z", stopUntilContinued)
  }

  edit(
    text: string,
    { name, longest = longestGiven }: OutsideText,
    done: (text: string | null) => void
  ): void {
    const later = this.#desk.bridge.bind(done)
    this.#give("editor", async () => {
      const { taken, refusal } = await this.#edited(text, name, longest)
      if (refusal !== null) this.#desk.say("need", refusal)
      later(taken === text ? null : taken)
    })
  }

  view(text: string, { name }: OutsideText): void {
    this.#give("pager", async () => {
      const file = new PrivateFile(name, pagerText(text))
      try {
        const refusal = await runOutside(pagerOf(this.#env), file.path)
        if (refusal !== null) this.#desk.say("need", `${refusal} Set PAGER to one that is there.`)
      } finally {
        file.remove()
      }
    })
  }

  async #edited(
    text: string,
    name: string,
    longest: number
  ): Promise<{ readonly taken: string | null; readonly refusal: string | null }> {
    const file = new PrivateFile(name, text)
    try {
      const refusal = await runOutside(editorOf(this.#env), file.path)
      if (refusal !== null)
        return { taken: null, refusal: `${refusal} Nothing was taken. EDITOR names another.` }
      const read = file.read(mostBytes(longest))
      const taken = read === null ? null : givenText(read)
      if (taken === null || taken.length > longest)
        return { taken: null, refusal: `Nothing was taken: it is longer than ${longest} characters.` }
      return { taken, refusal: null }
    } finally {
      file.remove()
    }
  }

  /** One at a time: the terminal is away already. */
  #give(what: string, work: () => Promise<void>): void {
    if (this.#isAway) return
    this.#isAway = true
    const { bridge } = this.#desk
    this.giveTerminal(work)
      .catch((cause: unknown) => {
        bridge.log(`${what}: ${String(cause)}`)
        this.#desk.say("need", `The ${what} could not be run; the log has it. Nothing was taken.`)
      })
      .finally(() => {
        this.#isAway = false
      })
  }
}
