import { chance, pick } from "./chance.ts"

/**
 * What can be dialed. Each party does what the fault means in its protocol:
 *
 * | fault             | shop (HTTP)                        | SFTP server                      | mail server          | clerk (shipment files)   |
 * | ----------------- | ---------------------------------- | -------------------------------- | -------------------- | ------------------------ |
 * | delay             | answers late                       | answers late                     | answers late         | -                        |
 * | drop-request      | connection ends, nothing was done  | the same                         | the same             | -                        |
 * | drop-answer       | done, connection ends              | renamed, connection ends         | kept, connection ends| -                        |
 * | too-many-requests | 429, Retry-After in seconds or date| -                                | 450                  | -                        |
 * | server-error      | 500, 502 or 503                    | SSH_FX_FAILURE                   | 451                  | -                        |
 * | garbage           | done, 200 with an HTML page        | -                                | -                    | a broken row is added    |
 * | half              | done, half the answer              | half the upload, connection ends | -                    | half a file, later whole |
 * | duplicate         | -                                  | -                                | -                    | the file comes twice     |
 *
 * A supplier with an API meets what a shop meets. One by EDI has three of its own: late-receipt (its 997 comes late),
 * reject-receipt (its 997 says no, and nothing is booked), duplicate (an 856 comes twice). At the merchant's mailbox commands
 * get no answer, a NO, or are done in silence; there a reject-receipt is a bounce of the order that was mailed, and a duplicate
 * a letter that comes twice.
 */
export const faultKinds = [
  "delay",
  "drop-request",
  "drop-answer",
  "too-many-requests",
  "server-error",
  "garbage",
  "half",
  "duplicate",
  "late-receipt",
  "reject-receipt"
] as const

export type FaultKind = (typeof faultKinds)[number]

/** Probability of each fault per act, 0 to 1; together at most 1. What is not named is 0. */
export type FaultDials = Readonly<Partial<Record<FaultKind, number>>>

export interface Fault {
  readonly kind: FaultKind
  /** A second number, 0 to 1, for what the fault leaves open: how long, which code, which form. */
  readonly shade: number
}

const longestDelayMs = 2_000

export const delayMsOf = (fault: Fault): number => 50 + Math.floor(fault.shade * longestDelayMs)

/** Seconds and HTTP date: the two forms that RFC 9110 allows. */
export const retryAfterOf = (fault: Fault, nowMs: number): string => {
  const seconds = 1 + Math.floor(fault.shade * 2)
  return fault.shade < 0.5 ? String(seconds) : new Date(nowMs + (seconds + 1) * 1_000).toUTCString()
}

export const serverErrorOf = (fault: Fault): number => pick([500, 502, 503], fault.shade)

/** Says why dials cannot be set, or null. */
export const refusalOfDials = (dials: Readonly<Record<string, unknown>>): string | null => {
  let total = 0
  for (const [kind, probability] of Object.entries(dials)) {
    if (!(faultKinds as ReadonlyArray<string>).includes(kind))
      return `no fault "${kind}"; there are ${faultKinds.join(", ")}`
    if (typeof probability !== "number" || !(probability >= 0 && probability <= 1))
      return `${kind} must be a probability from 0 to 1`
    total += probability
  }
  return total > 1 ? "the probabilities add up to more than 1" : null
}

/** The dials of one party. Its nth act always meets the same fault for the same seed and dials. */
export class Faults {
  readonly #seed: number
  readonly #party: string
  readonly #happened = new Map<FaultKind, number>()
  #dials: FaultDials = {}
  #acts = 0

  constructor(seed: number, party: string) {
    this.#seed = seed
    this.#party = party
  }

  get dials(): FaultDials {
    return this.#dials
  }

  /** How often each fault really happened: chaos compares the sends in doubt with the answers that were truly lost. */
  get happened(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#happened)
  }

  set(dials: FaultDials): void {
    const refusal = refusalOfDials(dials)
    if (refusal !== null) throw new Error(refusal)
    this.#dials = dials
  }

  /** Only kinds that mean something at this place are drawn; the others do not happen here. */
  draw(possible: ReadonlyArray<FaultKind>): Fault | null {
    const act = this.#acts
    this.#acts += 1
    let left = chance(this.#seed, this.#party, act)
    for (const kind of faultKinds) {
      left -= this.#dials[kind] ?? 0
      if (left >= 0) continue
      if (!possible.includes(kind)) return null
      this.#happened.set(kind, (this.#happened.get(kind) ?? 0) + 1)
      return { kind, shade: chance(this.#seed, this.#party, act, "shade") }
    }
    return null
  }
}
