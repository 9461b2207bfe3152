/** One thing that `doctor` looked at: whether it works, and what to do if not. */
export interface Finding {
  readonly what: string
  readonly ok: boolean
  readonly said: string
}
