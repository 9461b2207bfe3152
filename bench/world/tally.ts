/** Counts what was done and tells when it is so many. */
export class Tally {
  private done = 0
  private goal = Number.POSITIVE_INFINITY
  private reach: () => void = () => {}

  add(count: number): void {
    this.done += count
    if (this.done >= this.goal) this.reach()
  }

  /** Begins anew; settles when `goal` is reached. */
  until(goal: number): Promise<void> {
    this.done = 0
    this.goal = goal
    return new Promise((resolve) => {
      this.reach = resolve
    })
  }
}
