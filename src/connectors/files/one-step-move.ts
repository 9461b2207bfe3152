import { execFile } from "node:child_process"
import { access, constants, lstat } from "node:fs/promises"
import { dirname } from "node:path"
import { RemoteTrouble } from "./remote-folder.ts"

/** Longer than any of our limits for one operation; a network drive that hangs is given up by the caller. */
const limitMs = 120_000

interface Ended {
  readonly code: number
  readonly said: string
}

const run = (...words: ReadonlyArray<string>): Promise<Ended> =>
  new Promise((done) => {
    const options = { timeout: limitMs, maxBuffer: 64 * 1024, env: { ...process.env, LC_ALL: "C" } }
    execFile("mv", words, options, (failure, said) =>
      done({ code: failure === null ? 0 : typeof failure.code === "number" ? failure.code : -1, said })
    )
  })

let isGnu: Promise<boolean> | undefined

/**
 * Node cannot ask the kernel for a rename that overwrites nothing; the mv of GNU can (`renameat2` with RENAME_NOREPLACE), and
 * is on every Linux of ours. Asked for once.
 */
const canMove = (): Promise<boolean> => {
  isGnu ??= run("--version").then(({ code, said }) => code === 0 && said.includes("GNU coreutils"))
  return isGnu
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false
  )

const whyNot = async (to: string): Promise<RemoteTrouble> => {
  if (await isThere(to)) return new RemoteTrouble({ kind: "refused", message: "that name is taken" })
  const denied = await access(dirname(to), constants.W_OK).then(
    () => false,
    () => true
  )
  return new RemoteTrouble({ kind: "refused", message: "it could not be renamed", denied })
}

/**
 * Gives a file another name in its folder, in one step, and only if nobody has that name: whoever looks finds it under exactly
 * one of the two, also after a death in the middle. False: this machine cannot do that, and nothing was done.
 */
export const moveInOneStep = async (from: string, to: string): Promise<boolean> => {
  // From one folder to another it might be another drive, where a move is a copy.
  if (dirname(from) !== dirname(to) || !(await canMove())) return false
  const { code } = await run("-nT", "--", from, to)
  if (code < 0) throw new RemoteTrouble({ kind: "answer lost", message: "the rename did not end" })
  // A name that is taken is no failure to some versions of it: what lies there tells.
  if (await isThere(from)) throw await whyNot(to)
  if (code !== 0) throw new RemoteTrouble({ kind: "no such file", message: "ENOENT" })
  return true
}
