import * as Effect from "effect/Effect"
import { commandLine } from "../../domain/model/shell-word.ts"
import { archiveChannel, renameChannel, restoreChannel } from "../../domain/operations/archive-channel.ts"
import { answer } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findChannel } from "../find-party.ts"
import { argument } from "../input.ts"

export const archive: Run = (input) =>
  Effect.gen(function* () {
    const { name } = yield* findChannel(argument(input, "channel"))
    yield* archiveChannel(name)
    return answer({ channel: name, archived: true }, [
      `${name} is archived: nothing of it runs by itself, and it is not listed. Its orders stay, and can be worked on.`,
      `Back: ${commandLine("channels", "restore", name)}`
    ])
  })

export const restore: Run = (input) =>
  Effect.gen(function* () {
    const { name } = yield* findChannel(argument(input, "channel"))
    yield* restoreChannel(name)
    return answer({ channel: name, archived: false }, [
      `${name} is back. Its services are off: ${commandLine("channels", "set", name, "--service", "order-download=on")}`
    ])
  })

export const rename: Run = (input) =>
  Effect.gen(function* () {
    const { name } = yield* findChannel(argument(input, "channel"))
    const to = argument(input, "to")
    yield* renameChannel(name, to)
    return answer({ channel: to, before: name }, [`${name} is called ${to} now.`])
  })
