import * as Effect from "effect/Effect"
import { aliasUndoText } from "../domain/model/alias-plan.ts"
import { shellPath } from "../domain/model/shell-word.ts"
import { exportAliases } from "../domain/operations/export-aliases.ts"
import { importAliases, undoAliasImport, undoingAliasImport } from "../domain/operations/import-aliases.ts"
import { MappingFiles } from "../domain/ports/mapping-files.ts"
import { grouped } from "./order-words.ts"
import type { Desk } from "./screen.ts"

const many = (n: number): string => `${grouped(n)} ${n === 1 ? "alias" : "aliases"}`

/** Reads the file and says what it would give; nothing is saved. */
const tryFile = Effect.fn("tryFile")(function* (path: string) {
  const { lines, broken } = yield* (yield* MappingFiles).readAliases(path)
  const tried = yield* importAliases(lines, path, { dryRun: true, skipBroken: true })
  return { ...tried, lines, broken: [...broken, ...tried.broken].toSorted((a, b) => a.line - b.line) }
})

type Tried = Effect.Success<ReturnType<typeof tryFile>>

/** `2 new, 7 known, 1 of several products: told to nobody, 3 bad lines left out, the first is line 4: sku is empty` */
const countsText = ({ added, known, clashes, broken }: Tried): string => {
  const [first] = broken
  const bad = `${grouped(broken.length)} bad ${broken.length === 1 ? "line" : "lines"} left out`
  return [
    `${grouped(added)} new`,
    `${grouped(known)} known`,
    ...(clashes.length === 0 ? [] : [`${grouped(clashes.length)} of several products, told to no channel`]),
    first === undefined
      ? "no bad line"
      : `${bad}, the first is line ${first.line}: ${first.column} ${first.reason}`
  ]
    .join(", ")
    .replace(/\.$/, "")
}

const save = (desk: Desk, path: string, { lines }: Tried): void => {
  desk.bridge.run(importAliases(lines, path, { dryRun: false, skipBroken: true }), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `Nothing was imported: ${outcome.message}`)
      return
    }
    const { added, mark, types } = outcome.value
    desk.live.refresh()
    desk.say("done", `Imported ${many(added)}.  z undo`, {
      command: `inventory alias import ${shellPath(path)} --skip-broken`
    })
    if (mark === null) return
    desk.undoable({
      label: `the import of ${many(added)}`,
      effect: Effect.map(undoingAliasImport(mark), ({ aliases, losses }) => aliasUndoText(aliases, losses)),
      run: Effect.map(undoAliasImport(mark, types), (undone) => `Took back ${many(undone)} of the import.`)
    })
  })
}

/** Reads the file, asks with what it would give, and saves what was read then. */
export const askToImportAliases = (desk: Desk, path: string): void => {
  desk.bridge.run(tryFile(path), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `Nothing was imported: ${outcome.message}`)
      return
    }
    const tried = outcome.value
    if (tried.added === 0) {
      const role = tried.broken.length === 0 ? "done" : "need"
      desk.say(role, `Nothing to import from ${path}: ${countsText(tried)}.`)
      return
    }
    desk.ask({
      text: `IMPORT ${many(tried.added)} from ${path}? ${countsText(tried)}.`,
      onYes: () => save(desk, path, tried)
    })
  })
}

export const writeAliases = (desk: Desk, path: string): void => {
  desk.bridge.run(exportAliases(path), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", outcome.message)
      return
    }
    const { rows, path: written } = outcome.value
    desk.say("done", `Wrote ${many(rows)} to ${written}.`, {
      command: `inventory alias export ${shellPath(path)}`
    })
  })
}
