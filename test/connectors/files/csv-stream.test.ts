import { parse } from "csv-parse/sync"
import { stringify } from "csv-stringify/sync"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { SheetLine } from "../../../src/connectors/files/csv-sheet.ts"
import { type BrokenLine, csvLines, encodingOf } from "../../../src/connectors/files/csv-stream.ts"
import { hostileText } from "../transports/hostile-text.ts"

async function* inPieces(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}
const bytes = (text: string) => new TextEncoder().encode(text)

const readBytes = async (content: Uint8Array, size = 7, separator: string | null = null) => {
  const encoding = await encodingOf(inPieces(content, size), "auto")
  const lines: Array<SheetLine> = []
  const broken: Array<BrokenLine> = []
  for await (const portion of csvLines(inPieces(content, size), { separator, encoding })) {
    lines.push(...portion.lines)
    broken.push(...portion.broken)
  }
  return { lines, broken }
}
const read = (text: string, size = 7) => readBytes(bytes(text), size)
const cells = async (text: string, size?: number) => (await read(text, size)).lines.map((l) => l.cells)

describe("a partner's table as a stream", () => {
  it("is read as another program wrote it, whatever its cells hold and wherever a piece ends", async () => {
    const cell = hostileText({ maxLength: 30 }).map((text) =>
      text
        .toWellFormed()
        .trim()
        .replace(/^\ufeff+/, "")
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        async (rows, delimiter, record_delimiter, quoted, size) => {
          // A bare carriage return inside of quotes may be a line end to one reader and none to another.
          const filled = rows.map(([a, b]) => [`x${a}`, b].map((t) => t.replaceAll(/\r\n?/g, "\n")))
          const text = stringify([["one", "two"], ...filled], {
            delimiter,
            record_delimiter,
            quoted,
            quoted_match: /[\r\n]/
          })
          const found = await readBytes(bytes(text), size)
          expect(found.broken).toEqual([])
          const other = parse(text, {
            delimiter,
            trim: true,
            skip_empty_lines: true
          }) as ReadonlyArray<unknown>
          expect(found.lines.map((l) => l.cells.map((c) => c.replaceAll("\r\n", "\n")))).toEqual(
            other.map((record) => (record as ReadonlyArray<string>).map((c) => c.replaceAll("\r\n", "\n")))
          )
        }
      )
    )
  })

  it("knows the number of each line, also behind quotes that hold line ends and empty lines", async () => {
    const { lines } = await read('a,b\n"x\ny",1\n\n,,\nz,2\n')
    expect(lines.map((l) => [l.number, l.cells])).toEqual([
      [1, ["a", "b"]],
      [3, ["x\ny", "1"]],
      [5, ["", ""].concat("")],
      [6, ["z", "2"]]
    ])
  })

  it("loses one line to a quote that never closes, and says where it is", async () => {
    const many = Array.from({ length: 40 }, (_, i) => `r${i},${i}`).join("\n")
    const { lines, broken } = await read(`a,b\nbad,"never\n${many}\n"good",9\nend,1`)
    expect(broken).toEqual([
      {
        number: 2,
        column: 5,
        reason: "this line is not CSV: a quote that is opened is never closed",
        raw: 'bad,"never'
      }
    ])
    expect(lines).toHaveLength(43)
    expect(lines.at(-1)).toMatchObject({ number: 44, cells: ["end", "1"] })
  })

  it("names the column of a quote where none may stand", async () => {
    const { broken } = await read('a,b\n5" pipe,1\n"x"y,2\nok,3\n')
    expect(broken.map(({ number, column }) => [number, column])).toEqual([
      [2, 2],
      [3, 4]
    ])
  })

  it("reads old line ends, a mark, a last line without an end, and one piece or many alike", async () => {
    expect(await cells("a;b\r1;2\r3;4", 3)).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"]
    ])
    expect(await cells("\ufeffa\tb\r\n1\t2", 1)).toEqual([
      ["a", "b"],
      ["1", "2"]
    ])
    expect(await cells("only")).toEqual([["only"]])
    expect(await cells("")).toEqual([])
  })

  it("is UTF-8 as a whole, or what Windows writes as a whole", async () => {
    const german = Uint8Array.from([...bytes("sku,qty\nGr"), 0xfc, ...bytes("n,1\n")])
    expect((await readBytes(german, 4)).lines[1]?.cells).toEqual(["Grün", "1"])
    expect((await read("sku,qty\nGrün,1\n", 1)).lines[1]?.cells).toEqual(["Grün", "1"])
  })

  it("holds no line without end", async () => {
    const { lines, broken } = await readBytes(bytes(`a,b\n${"x".repeat(5_000_000)}\nz,1\n`), 65_536)
    expect(broken.map(({ reason }) => reason)).toContain("the line is longer than a record may be")
    expect(lines.at(-1)?.cells).toEqual(["z", "1"])
  })
})
