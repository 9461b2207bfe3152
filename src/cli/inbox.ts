import { constants } from "node:fs"
import { open } from "node:fs/promises"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { Refusal } from "../domain/ports/failure.ts"

const largestBytes = 64 * 1024 * 1024

const readStandardInput = async (mostBytes: number): Promise<Uint8Array> => {
  const chunks: Array<Buffer> = []
  let size = 0
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > mostBytes) throw new Error(`standard input is longer than ${mostBytes} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

const readFile = async (path: string, mostBytes: number): Promise<Uint8Array> => {
  // Not to hang on a pipe that nobody writes to: what is no plain file is refused below.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const { size } = await file
      .stat()
      .then((s) => (s.isFile() ? s : Promise.reject(new Error("it is not a file"))))
    if (size > mostBytes) throw new Error(`it is longer than ${mostBytes} bytes`)
    return await file.readFile()
  } finally {
    await file.close()
  }
}

/** What a command reads besides its words. Tests put their own in its place. */
export const Inbox = Context.Reference<{
  readonly isTerminal: () => boolean
  readonly standardInput: (mostBytes: number) => Promise<Uint8Array>
  readonly file: (path: string, mostBytes: number) => Promise<Uint8Array>
}>("switchyard/cli/Inbox", {
  defaultValue: () => ({
    isTerminal: () => process.stdin.isTTY === true,
    standardInput: readStandardInput,
    file: readFile
  })
})

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined
  if (code === "ENOENT") return "there is no such file"
  if (code === "EACCES") return "you may not read it"
  if (code === "EISDIR") return "it is a folder"
  return error instanceof Error ? error.message : String(error)
}

const decoded = (bytes: Uint8Array, name: string): Effect.Effect<string, Refusal> =>
  Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => new Refusal({ message: `${name} is not UTF-8 text. Save it as UTF-8 and try again.` })
  })

export const textFile = Effect.fn("textFile")(function* (path: string, mostBytes = largestBytes) {
  const { file } = yield* Inbox
  const bytes = yield* Effect.tryPromise({
    try: () => file(path, mostBytes),
    catch: (error) => new Refusal({ message: `${path} cannot be read: ${reasonOf(error)}.` })
  })
  return yield* decoded(bytes, path)
})

export const standardInput = Effect.fn("standardInput")(function* (mostBytes: number) {
  const { standardInput: read } = yield* Inbox
  const bytes = yield* Effect.tryPromise({
    try: () => read(mostBytes),
    catch: (error) => new Refusal({ message: `Standard input cannot be read: ${reasonOf(error)}.` })
  })
  return yield* decoded(bytes, "Standard input")
})
