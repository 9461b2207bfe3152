/** Frames that data asks for keep this distance; frames that a key asks for do not wait. */
const distanceMs = 8

/**
 * Decides when the next frame is made. Always in a later immediate, so that a store's change, React's commit and
 * the layout effects of one event become one frame.
 */
export class FramePace {
  #flush: () => void
  #immediate: NodeJS.Immediate | undefined
  #timer: NodeJS.Timeout | undefined
  #isUrgent = false
  #lastAt = Number.NEGATIVE_INFINITY

  constructor(flush: () => void) {
    this.#flush = flush
  }

  request(): void {
    if (this.#immediate !== undefined) return
    const waitMs = this.#isUrgent ? 0 : this.#lastAt + distanceMs - performance.now()
    if (waitMs <= 0) this.#soon()
    else this.#timer ??= setTimeout(() => this.#run(), waitMs)
  }

  urgent(): void {
    this.#isUrgent = true
    if (this.#timer !== undefined) this.#soon()
  }

  stop(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
    this.#timer = undefined
    this.#immediate = undefined
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#immediate ??= setImmediate(() => this.#run())
  }

  #run(): void {
    this.stop()
    this.#isUrgent = false
    this.#lastAt = performance.now()
    this.#flush()
  }
}
