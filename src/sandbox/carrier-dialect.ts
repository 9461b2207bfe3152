import type { Login } from "./deed.ts"
import type { HttpAnswer } from "./http-front.ts"

export const carrierKeys = ["ups", "fedex", "usps"] as const
export type CarrierKey = (typeof carrierKeys)[number]

/** What a carrier writes down about a parcel, in its own codes and words. */
export interface Step {
  readonly code: string
  readonly type: string
  readonly words: string
}

export interface Scan extends Step {
  readonly at: number
}

/** A request as far as a carrier looks at it. `place` is method and path below the carrier's own. */
export interface Asked {
  readonly place: string
  readonly authorization: string | undefined
  readonly body: string
}

/** How one carrier talks: its way of signing in, its question about parcels, its codes and its answer. */
export interface CarrierDialect {
  readonly key: CarrierKey
  /** What suppliers call it. */
  readonly brand: string
  /** From the pick-up to the last step before the receiver. */
  readonly way: ReadonlyArray<Step>
  readonly missed: Step
  readonly delivered: Step
  /** More calls than these within an hour are refused; null: as many as one likes. */
  readonly callsPerHour: number | null
  /** Whether this asks for a token, and with the right login; null: it asks for something else. */
  readonly signsIn: (asked: Asked, login: Login) => boolean | null
  readonly token: (value: string) => unknown
  readonly refusal: (status: number, message: string) => HttpAnswer
  /** The numbers that are asked about; null: that is no such question. */
  readonly numbersOf: (asked: Asked) => ReadonlyArray<string> | null
  readonly tell: (
    numbers: ReadonlyArray<string>,
    scansOf: (number: string) => ReadonlyArray<Scan>
  ) => HttpAnswer
}

export const iso = (at: number): string => new Date(at).toISOString()

/** JSON that may be anything, or nothing. */
export const jsonIn = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
  } catch (cause) {
    if (cause instanceof SyntaxError) return {}
    throw cause
  }
}
