import { channelValueIn } from "../../domain/model/channel-value.ts"

/** Subject and body of a purchase order's mail in the merchant's own words, with places that are filled from the order. */
export class TemplateFault extends Error {}

/** One line's text, or lines: a block stands alone on its line, and each of its lines gets that line's indent. */
export type TemplateValue = string | ReadonlyArray<string>

type Piece = { readonly text: string } | { readonly name: string }

export interface MailTemplate {
  readonly lines: ReadonlyArray<ReadonlyArray<Piece>>
}

const mostCharacters = 20_000
const pieces = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g

const pieceOf = (found: RegExpExecArray, known: ReadonlySet<string>): Piece => {
  const [whole, name] = found
  if (whole === "{{") return { text: "{" }
  if (whole === "}}") return { text: "}" }
  if (name !== undefined) {
    if (known.has(name) || channelValueIn(name) !== null) return { name }
    throw new TemplateFault(
      `has no place {${name.slice(0, 40)}}. Known: ${[...known].map((k) => `{${k}}`).join(", ")}, {channel.<name>}.`
    )
  }
  if (whole === "{" || whole === "}")
    throw new TemplateFault(`holds a single ${whole}; write ${whole}${whole} for the character itself.`)
  return { text: whole }
}

const isIndent = (piece: Piece): boolean => "text" in piece && piece.text.trim() === ""

const demandAlone = (line: ReadonlyArray<Piece>, blocks: ReadonlySet<string>): void => {
  const block = line.find((piece) => "name" in piece && blocks.has(piece.name))
  if (block === undefined || !("name" in block)) return
  if (line.some((piece) => piece !== block && !isIndent(piece)))
    throw new TemplateFault(
      `has {${block.name}} beside other text; it is several lines and stands alone on its own.`
    )
}

/**
 * Reads a template. A place that nobody knows is refused by its name, so that a slip is found at set-up and not by the
 * supplier. `blocks` are the names whose values are several lines.
 */
export const mailTemplate = (
  text: string,
  known: ReadonlySet<string>,
  blocks: ReadonlySet<string>
): MailTemplate => {
  if (text.length > mostCharacters) throw new TemplateFault(`is longer than ${mostCharacters} characters.`)
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line) => [...line.matchAll(pieces)].map((m) => pieceOf(m, known)))
  for (const line of lines) demandAlone(line, blocks)
  return { lines }
}

type Values = Readonly<Record<string, TemplateValue>>

const filledLine = (line: ReadonlyArray<Piece>, values: Values): ReadonlyArray<string> => {
  const block = line
    .map((piece) => ("name" in piece ? values[piece.name] : ""))
    .find((value) => Array.isArray(value))
  const indent = line.map((piece) => ("text" in piece ? piece.text : "")).join("")
  if (Array.isArray(block)) return block.map((one: string) => `${indent}${one}`)
  const filled = line.map((piece) => ("text" in piece ? piece.text : String(values[piece.name] ?? "")))
  const places = line.filter((piece) => "name" in piece)
  // A line that is only about something that this order does not have is left out.
  const hollow = places.length > 0 && places.every((piece) => (values[piece.name] ?? "") === "")
  return hollow ? [] : [filled.join("")]
}

/** Values are put in once and never read again: what a buyer typed cannot name a place. */
export const filledTemplate = (template: MailTemplate, values: Values): ReadonlyArray<string> =>
  template.lines.flatMap((line) => filledLine(line, values))
