import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { Refusal } from "../domain/ports/failure.ts"
import type { Input } from "./command-row.ts"
import { Inbox, standardInput, textFile } from "./inbox.ts"
import { pairs, texts } from "./input.ts"

/** A private key is the longest secret; a password ends at its line. */
const largestSecret = 64 * 1024

const demandText = Effect.fn("demandText")(function* (name: string, secret: string) {
  if (secret === "") return yield* new Refusal({ message: `The secret ${name} is empty.` })
  return secret
})

/** One secret is all of standard input (a key has many lines); of several each is a line. */
const fromStandardInput = Effect.fn("fromStandardInput")(function* (names: ReadonlyArray<string>) {
  if ((yield* Inbox).isTerminal())
    return yield* new Refusal({
      message: `${names.join(", ")} is read from standard input, so that it stands in no shell history. Pipe it in (... --secret ${names[0]} < file), or use --secret-file ${names[0]}=path.`
    })
  const given = (yield* standardInput(largestSecret)).replace(/\r?\n$/, "")
  const values = names.length === 1 ? [given] : given.split(/\r?\n/)
  if (values.length !== names.length)
    return yield* new Refusal({
      message: `Standard input has ${values.length} lines for ${names.length} secrets. Give one line each, in the order of --secret.`
    })
  return yield* Effect.forEach(names, (name, i) =>
    Effect.map(demandText(name, values[i] ?? ""), (secret) => [name, Redacted.make(secret)] as const)
  )
})

const fromFile = Effect.fn("fromFile")(function* ([name, path]: readonly [string, string]) {
  const given = (yield* textFile(path, largestSecret)).replace(/\r?\n$/, "")
  return [name, Redacted.make(yield* demandText(name, given))] as const
})

/** Secrets come from standard input or a file, never from an argument: arguments are seen by everybody on the machine. */
export const readSecrets = Effect.fn("readSecrets")(function* (input: Input) {
  const names = texts(input, "secret")
  const piped = names.length === 0 ? [] : yield* fromStandardInput(names)
  const filed = yield* Effect.forEach(pairs(input, "secret-file"), fromFile)
  return Object.fromEntries([...filed, ...piped]) as Readonly<Record<string, Redacted.Redacted>>
})
