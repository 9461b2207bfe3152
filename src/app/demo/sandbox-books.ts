import * as Effect from "effect/Effect"
import { Refusal } from "../../domain/ports/failure.ts"
import type { SandboxBooks, SandboxReady } from "./sandbox-ready.ts"

type Control = SandboxReady["control"]

const ask = (control: Control, method: "GET" | "POST", path: string, body: unknown) =>
  Effect.tryPromise({
    try: async (signal) => {
      const answer = await fetch(`${control.url}${path}`, {
        method,
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
        headers: { authorization: `Bearer ${control.token}`, "content-type": "application/json" },
        ...(body === null ? {} : { body: JSON.stringify(body) })
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
  Effect.map(ask(control, "GET", "/books", null), (books) => books as SandboxBooks)

/** A buyer who orders one thing in a sandbox shop. Answers with the shop's order number. */
export const placeSandboxOrder = (control: Control, shop: string) =>
  Effect.map(
    ask(control, "POST", "/orders", { shop }),
    (answer) => (answer as { orderNumber: string }).orderNumber
  )
