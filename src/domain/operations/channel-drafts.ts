import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { Actor } from "../ports/actor.ts"
import { ChannelDrafts } from "../ports/channel-drafts.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"
import { Vault } from "../ports/vault.ts"

type Answers = ReadonlyArray<readonly [key: string, text: string]>
type Secrets = Readonly<Record<string, Redacted.Redacted>>

const ownerOf = (name: string): string => `draft:${name}`

export const listDrafts = Effect.fn("listDrafts")(function* () {
  return yield* (yield* ChannelDrafts).list()
})

/** Keeps a set-up as far as it was answered; its secrets are sealed at once. */
export const keepDraft = Effect.fn("keepDraft")(function* (name: string, answers: Answers, secrets: Secrets) {
  const drafts = yield* ChannelDrafts
  const vault = yield* Vault
  const draft = { name, answers, leftBy: yield* Actor, leftAt: yield* now }
  yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      yield* drafts.keep(draft)
      for (const [field, secret] of Object.entries(secrets)) yield* vault.put(ownerOf(name), field, secret)
    })
  )
})

/** A set-up that was left, with its secrets. */
export const takeUpDraft = Effect.fn("takeUpDraft")(function* (name: string) {
  const draft = (yield* (yield* ChannelDrafts).list()).find((d) => d.name === name)
  if (draft === undefined)
    return yield* new Refusal({ message: `No set-up of “${name}” was left. See switchyard channels drafts.` })
  const vault = yield* Vault
  const secrets: Record<string, Redacted.Redacted> = {}
  for (const field of yield* vault.fields(ownerOf(name)))
    secrets[field] = yield* vault.get(ownerOf(name), field)
  return { ...draft, secrets }
})

/** Gone, with its secrets: it became a channel, or nobody wants it any more. */
export const dropDraft = Effect.fn("dropDraft")(function* (name: string) {
  const drafts = yield* ChannelDrafts
  const vault = yield* Vault
  yield* (yield* UnitOfWork).run(Effect.andThen(drafts.drop(name), vault.forget(ownerOf(name))))
})
