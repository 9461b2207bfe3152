import { readableBytes } from "../domain/model/readable-bytes.ts"
import type { RenderedSpecimen } from "../domain/model/specimen-order.ts"

const mostLines = 200

const linesOf = (content: Uint8Array): ReadonlyArray<string> => {
  const lines = readableBytes(content).split(/\r?\n/)
  const shown = lines.at(-1) === "" ? lines.slice(0, -1) : lines
  return shown.length <= mostLines
    ? shown
    : [...shown.slice(0, mostLines), `... ${shown.length - mostLines} more lines`]
}

/** A purchase order to look at, said to be one. */
export const specimenText = (specimen: RenderedSpecimen): ReadonlyArray<string> => [
  specimen.order === null
    ? "SPECIMEN: an order of nobody. Nothing was sent, and this number is never used."
    : `Made of order ${specimen.order}, which waits: with the channel's SKUs, and a number that is never used. Nothing was sent.`,
  `${specimen.number}, ${specimen.content.length} bytes`,
  ...Object.entries(specimen.identifiers).map(([name, value]) => `${name}: ${value}`),
  ...linesOf(specimen.content).map((line) => `  ${line}`)
]

export const specimenJson = ({ number, order, identifiers, content, contentHash }: RenderedSpecimen) => ({
  number,
  specimen: order === null,
  order,
  identifiers,
  sha256: contentHash,
  contentBase64: content
})
