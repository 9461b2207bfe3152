import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Refusal } from "../domain/ports/failure.ts"
import { SupportFiles } from "../domain/ports/support-files.ts"

const reasonOf = (error: unknown): string => {
  if (error instanceof Error && "code" in error && error.code === "EEXIST")
    return "it is there already; nothing is overwritten"
  return error instanceof Error ? error.message : String(error)
}

/** The name comes from an order's number: no character of it may lead out of the folder. */
const safeName = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\.+/, "_")

export const supportFilesLayer = (folder: string, version: string): Layer.Layer<SupportFiles> =>
  Layer.succeed(SupportFiles, {
    versions: { switchyard: version, node: process.version, platform: `${process.platform} ${process.arch}` },
    write: (path, name, text) => {
      const target = path === null ? join(folder, safeName(name)) : resolve(path)
      return Effect.tryPromise({
        try: async () => {
          if (path === null) await mkdir(dirname(target), { recursive: true, mode: 0o700 })
          await writeFile(target, text, { flag: "wx", mode: 0o600 })
          return { path: target, bytes: Buffer.byteLength(text) }
        },
        catch: (error) => new Refusal({ message: `${target} cannot be written: ${reasonOf(error)}.` })
      })
    }
  })
