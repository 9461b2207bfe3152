import * as Effect from "effect/Effect"
import { Refusal } from "../../domain/ports/failure.ts"
import type { SandboxBooks, SandboxReady } from "./sandbox-ready.ts"

type Control = SandboxReady["control"]

const ask = (control: Control, path: string) =>
  Effect.tryPromise({
    try: async (signal) => {
      const answer = await fetch(`${control.url}${path}`, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
        headers: { authorization: `Bearer ${control.token}` }
      })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      return (await answer.json()) as unknown
    },
    catch: (cause) =>
      new Refusal({
        message: `The sandbox does not answer: ${cause instanceof Error ? cause.message : cause}`
      })
  })

/** The counterparties' own books, for judging what we say. */
export const readBooks = (control: Control) =>
  Effect.map(ask(control, "/books"), (books) => books as SandboxBooks)
