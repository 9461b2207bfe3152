import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { EdiInterchanges, type UnansweredInterchange } from "../../src/domain/ports/edi-interchanges.ts"

interface Row extends UnansweredInterchange {
  readonly sender: string
  readonly contentHash: string
  readonly fileName: string
  readonly isAnswered: boolean
}

/** What was taken, for tests of connectors; the real store has tests of its own. */
export const memoryEdiInterchanges = (): Layer.Layer<EdiInterchanges> =>
  Layer.sync(EdiInterchanges, () => {
    const rows: Array<Row> = []
    const find = (sender: string, controlNumber: string) =>
      rows.findIndex((row) => row.sender === sender && row.controlNumber === controlNumber)
    const change = (id: number, more: Partial<Row>) => {
      const row = rows[id - 1]
      if (row === undefined) throw new Error(`no interchange ${id}`)
      rows[id - 1] = { ...row, ...more }
      return rows[id - 1]
    }
    return EdiInterchanges.of({
      known: (_, keys) =>
        Effect.sync(() =>
          rows.filter((row) => keys.some((k) => find(k.sender, k.controlNumber) === rows.indexOf(row)))
        ),
      record: (_, fileName, interchanges, at) =>
        Effect.sync(() =>
          interchanges.map(({ sender, controlNumber, contentHash, answer }) => {
            const index = find(sender, controlNumber)
            const row = rows[index]
            if (row !== undefined && row.contentHash !== contentHash)
              return { sender, controlNumber, standing: "other" as const }
            if (row !== undefined) {
              change(row.id, { fileName, isAnswered: false })
              return { sender, controlNumber, standing: "known" as const }
            }
            const id = rows.length + 1
            rows.push({
              id,
              sender,
              controlNumber,
              contentHash,
              fileName,
              answer: answer ?? "",
              isAnswered: answer === null,
              number: 1000 + id,
              at,
              file: null
            })
            return { sender, controlNumber, standing: "new" as const }
          })
        ),
      unanswered: (_, fileName) =>
        Effect.sync(() =>
          rows.filter((row) => row.fileName === fileName && !row.isAnswered && row.answer !== "")
        ),
      keepAnswer: (id, file) =>
        Effect.sync(() => change(id, { file: rows[id - 1]?.file ?? file })?.file ?? file),
      answered: (id) => Effect.sync(() => void change(id, { isAnswered: true }))
    })
  })
