import { posix } from "node:path"
import * as Effect from "effect/Effect"
import { type RemoteFolder, RemoteTrouble } from "../../files/remote-folder.ts"

export interface Outgoing {
  readonly folder: string
  /** Where the other side puts what it has taken; null: it does not say. */
  readonly taken: string | null
  readonly name: string
  readonly content: Uint8Array
}

/** other: a file of that name with other content. It is never replaced. */
export type Put = "written" | "was there" | "other"

const standing = Effect.fn("putFile.standing")(function* (
  remote: RemoteFolder,
  path: string,
  content: Uint8Array
) {
  const size = yield* remote.size(path)
  if (size === null) return "absent" as const
  if (size !== content.length) return "other" as const
  const there = yield* remote.read(path, content.length).pipe(
    // Taken by the other side between the two questions.
    Effect.catchIf(
      (trouble) => trouble.kind === "no such file",
      () => Effect.succeed("gone" as const)
    )
  )
  if (there === "gone") return "absent" as const
  return there !== null && Buffer.from(there).equals(content) ? ("ours" as const) : ("other" as const)
})

/** Where the folder of taken files cannot be read, nothing is known of it. */
const wasTaken = (remote: RemoteFolder, { taken, name, content }: Outgoing) =>
  taken === null
    ? Effect.succeed(false)
    : standing(remote, posix.join(taken, name), content).pipe(
        Effect.map((found) => found === "ours"),
        Effect.catchIf(
          (trouble) => trouble.kind === "no such file" || trouble.kind === "refused",
          () => Effect.succeed(false)
        )
      )

const upload = Effect.fn("putFile.upload")(function* (
  remote: RemoteFolder,
  out: Outgoing,
  temporary: string
) {
  yield* remote.write(temporary, out.content)
  if ((yield* standing(remote, temporary, out.content)) === "ours") return
  yield* Effect.ignore(remote.remove(temporary))
  return yield* new RemoteTrouble({ kind: "answer lost", message: `${out.name} did not arrive whole` })
})

/**
 * Writes a file so that the other side never sees half of it and nothing is replaced: under a name that nobody collects,
 * compared, then renamed. Looks first, so a repeat finds what is there. A file that was taken meanwhile is written again,
 * with the same name and the same bytes: the other side knows by its name that it had it.
 */
export const putFile = Effect.fn("putFile")(function* (
  remote: RemoteFolder,
  out: Outgoing
): Effect.fn.Return<Put, RemoteTrouble> {
  const final = posix.join(out.folder, out.name)
  const temporary = posix.join(out.folder, `.${out.name}.tmp`)
  const before = yield* standing(remote, final, out.content)
  if (before === "other") return "other"
  if (before === "ours" || (yield* wasTaken(remote, out))) return "was there"
  yield* upload(remote, out, temporary)
  const renamed = yield* Effect.result(remote.rename(temporary, final))
  if (renamed._tag === "Success") return "written"
  // A lost answer, or somebody took the name: what lies there now tells.
  const after = yield* standing(remote, final, out.content)
  if (after === "ours") return "written"
  return after === "other" ? "other" : yield* renamed.failure
})
