/** How often the job of a run has failed, and after how many times it is given up. */
export interface RunAttempts {
  readonly failed: number
  readonly most: number
}

const said = / \(attempt (\d{1,6}) of (\d{1,6})\)$/

/** `no route (attempt 1 of 9)`: a run that waits keeps why as one text, which people read. */
export const withAttempts = (message: string, { failed, most }: RunAttempts): string =>
  `${message} (attempt ${failed} of ${most})`

/** The numbers again, for a program; null: no attempt of it failed, it waits because the other side asked to. */
export const attemptsIn = (error: string | null): RunAttempts | null => {
  const found = said.exec(error ?? "")
  return found === null ? null : { failed: Number(found[1]), most: Number(found[2]) }
}
