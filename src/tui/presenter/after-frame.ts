/** Work for the next key, done when the frame of this one has been written: nobody waits for it. */
export class AfterFrame {
  readonly #work: () => void
  #immediate: NodeJS.Immediate | undefined

  constructor(work: () => void) {
    this.#work = work
  }

  /** To be called after what asks for the frame: immediates keep their order. */
  soon(): void {
    this.#immediate ??= setImmediate(() => {
      this.#immediate = undefined
      this.#work()
    })
  }

  forget(): void {
    clearImmediate(this.#immediate)
    this.#immediate = undefined
  }
}
