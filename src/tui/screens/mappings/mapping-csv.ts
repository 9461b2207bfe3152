import * as Effect from "effect/Effect"
import type { MadeMapping } from "../../../domain/model/mapping-change.ts"
import type { BrokenMapping, MappingAbout, MappingLine } from "../../../domain/model/mapping-file.ts"
import { countToType, importText, undoImportText } from "../../../domain/model/mapping-words.ts"
import { shellPath } from "../../../domain/model/shell-word.ts"
import { exportMappings } from "../../../domain/operations/export-mappings.ts"
import {
  importMappings,
  type UndoneImport,
  undoImport,
  undoingImport
} from "../../../domain/operations/import-mappings.ts"
import { tryImport } from "../../../domain/operations/try-mapping.ts"
import { MappingFiles } from "../../../domain/ports/mapping-files.ts"
import { areSendsStopped } from "../../figures.ts"
import type { Desk, UndoEffect } from "../../screen.ts"
import type { Role } from "../../theme.ts"

export interface BrokenFile {
  readonly path: string
  readonly lines: ReadonlyArray<BrokenMapping>
}

const many = (n: number, one: string): string => `${n.toLocaleString("en-US")} ${one}${n === 1 ? "" : "s"}`

const commandOf = (about: MappingAbout): string => (about === "sku" ? "mappings skus" : "mappings")

/** Reads the file and says what it would do, line by line; nothing is saved. */
const tryFile = Effect.fn("tryFile")(function* (path: string, about: MappingAbout) {
  const { lines, broken } = yield* (yield* MappingFiles).read(path, about)
  const tried = yield* importMappings(lines, { dryRun: true, skipBroken: true })
  return {
    lines,
    added: tried.added,
    changed: tried.changed - tried.added,
    known: tried.known,
    trial: yield* tryImport(tried.changes),
    broken: [...broken, ...tried.broken].toSorted((a, b) => a.line - b.line)
  }
})

type Tried = Effect.Success<ReturnType<typeof tryFile>>

/** `2 new, 1 changed, 7 as they are, 3 bad lines left out`. */
const countsText = ({ added, changed, known, broken }: Tried): string =>
  [
    `${added.toLocaleString("en-US")} new`,
    `${changed.toLocaleString("en-US")} changed`,
    `${known.toLocaleString("en-US")} as they are`,
    broken.length === 0 ? "no bad line" : `${many(broken.length, "bad line")} left out`
  ].join(", ")

/** What was sent by these words meanwhile stays sent: only what they mean is as before. */
const undoneText = ({ undone, kept, checked }: UndoneImport): string =>
  [
    `${many(undone, "mapping")} as before the import.`,
    ...(kept === 0 ? [] : [`${kept.toLocaleString("en-US")} changed by somebody since: left so.`]),
    ...(checked === 0
      ? []
      : [`${many(checked, "order")} checked anew by a worker; what was sent stays sent.`])
  ].join(" ")

/** As a single mapping's undo is counted, of all of them together. */
const countUndo = Effect.fn("countUndo")(function* (made: ReadonlyArray<MadeMapping>, isStopped: boolean) {
  const { changes, kept } = yield* undoingImport(made)
  const trial = yield* tryImport(changes)
  return {
    text: undoImportText(kept, trial, isStopped),
    typed: trial === null ? null : countToType(trial.sentNow, trial.sentNowTotals)
  } satisfies UndoEffect
})

const save = (
  desk: Desk,
  path: string,
  about: MappingAbout,
  lines: ReadonlyArray<MappingLine>,
  done: () => void
): void => {
  desk.bridge.run(importMappings(lines, { dryRun: false, skipBroken: true }), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `Nothing was imported: ${outcome.message}`)
      return
    }
    const { changed, checked, made, id } = outcome.value
    done()
    desk.live.refresh()
    const orders = checked === 0 ? "" : ` ${many(checked, "order")} with these words checked by a worker.`
    desk.say("done", `Imported ${many(changed, "mapping")}.${orders}  z undo`, {
      command: `${commandOf(about)} import ${shellPath(path)} --skip-broken`
    })
    desk.undoable({
      label: `the import of ${many(changed, "mapping")}`,
      effect: Effect.suspend(() => countUndo(made, areSendsStopped(desk))),
      run: Effect.map(undoImport(made, id), undoneText)
    })
  })
}

export interface ImportSteps {
  /** Lines that are wrong, to be kept in sight; null: none. */
  readonly broken: (file: BrokenFile | null) => void
  readonly done: () => void
}

/** Reads the file, shows what is wrong in it, asks with the counts, and saves what was read then. */
export const askToImport = (desk: Desk, path: string, about: MappingAbout, steps: ImportSteps): void => {
  desk.bridge.run(tryFile(path, about), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `Nothing was imported: ${outcome.message}`)
      return
    }
    const tried = outcome.value
    const { added, changed, broken, lines } = tried
    steps.broken(broken.length === 0 ? null : { path, lines: broken })
    const count = added + changed
    if (count === 0) {
      desk.say(broken.length === 0 ? "done" : "need", `Nothing to import from ${path}: ${countsText(tried)}.`)
      return
    }
    const { trial } = tried
    const typed = trial === null ? null : countToType(trial.sentNow, trial.sentNowTotals)
    desk.ask({
      text: `IMPORT ${many(count, "mapping")} from ${path}? ${countsText(tried)}. ${importText(tried.trial, areSendsStopped(desk))}`,
      ...(typed !== null && { typed }),
      onYes: () => save(desk, path, about, lines, steps.done)
    })
  })
}

export const writeMappings = (desk: Desk, path: string, about: MappingAbout): void => {
  desk.bridge.run(exportMappings(path, about), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", outcome.message)
      return
    }
    const { rows, path: written } = outcome.value
    desk.say("done", `Wrote ${many(rows, "mapping")} to ${written}.`, {
      command: `${commandOf(about)} export ${shellPath(path)}`
    })
  })
}

interface PaintedLine {
  readonly text: string
  readonly role: Role
}

/** As many of the lines that are wrong as there is room for, and how many are not seen. */
export const brokenLines = (
  path: string,
  lines: ReadonlyArray<BrokenMapping>,
  height: number
): ReadonlyArray<PaintedLine> => {
  const room = Math.max(1, height - 1)
  const shown = lines.slice(0, lines.length > room ? Math.max(0, room - 1) : room)
  const hidden = lines.length - shown.length
  return [
    { text: `${many(lines.length, "bad line")} in ${path}, not imported (esc: away)`, role: "need" },
    ...shown.map(
      ({ line, column, reason }): PaintedLine => ({
        text: `Line ${line}${column === "" ? "" : `, ${column}`}: ${reason}`,
        role: "text"
      })
    ),
    ...(hidden === 0
      ? []
      : [
          {
            text: `… and ${hidden.toLocaleString("en-US")} more: --dry-run --json of the command has all`,
            role: "dim"
          } as const
        ])
  ]
}
