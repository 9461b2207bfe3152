/**
 * The array types that we use, by the numbers that PostgreSQL gives its own types once and for all. The driver would ask the
 * server for them at the start of a connection; a failure of that very query belongs to nobody and ends the process.
 */
const arrayOf: ReadonlyArray<readonly [element: number, array: number]> = [
  [16, 1000], // bool
  [17, 1001], // bytea
  [18, 1002], // "char"
  [19, 1003], // name
  [20, 1016], // bigint
  [21, 1005], // smallint
  [23, 1007], // integer
  [25, 1009], // text
  [26, 1028], // oid
  [114, 199], // json
  [700, 1021], // real
  [701, 1022], // double precision
  [1042, 1014], // character
  [1043, 1015], // character varying
  [1082, 1182], // date
  [1114, 1115], // timestamp
  [1184, 1185], // timestamp with time zone
  [1700, 1231], // numeric
  [2950, 2951], // uuid
  [3802, 3807] // jsonb
]

export const knownArrayTypes: ReadonlySet<number> = new Set(arrayOf.map(([, array]) => array))

type Parse = (text: string) => unknown
type Serialize = (value: unknown) => unknown

/** The driver's own tables, which it asks for each column and each parameter. */
export interface TypeTables {
  readonly parsers: Record<number, Parse>
  readonly serializers: Record<number, Serialize>
}

const escaped = (text: string): string => (/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text)

const writeElement = (value: unknown, serialize: Serialize | undefined): string => {
  if (value === null) return "null"
  if (value === undefined) throw new TypeError("an array for the database holds undefined")
  if (Array.isArray(value)) return writeArray(value, serialize)
  if (typeof value === "number") return String(value)
  return `"${escaped(String(serialize === undefined ? value : serialize(value)))}"`
}

const writeArray = (values: ReadonlyArray<unknown>, serialize: Serialize | undefined): string =>
  `{${values.map((value) => writeElement(value, serialize)).join(",")}}`

/** An array in PostgreSQL's notation; what is text already goes as it is. */
export const serializeArray = (value: unknown, serialize?: Serialize): unknown =>
  Array.isArray(value) ? writeArray(value, serialize) : value

/** Without quotes the word is a null; a text of the same letters comes in quotes. */
const isNull = (word: string): boolean => word === "NULL"

const bare = /[^,{}"\\]+/y
const quoted = /"((?:[^"\\]|\\[\s\S])*)"/y

const match = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Reads from behind an opening brace to behind its closing one. */
const readArray = (text: string, from: number, parse: Parse): readonly [Array<unknown>, number] => {
  const values: Array<unknown> = []
  let at = from
  while (at < text.length && text[at] !== "}") {
    if (text[at] === ",") at += 1
    else if (text[at] === "{") {
      const [inner, next] = readArray(text, at + 1, parse)
      values.push(inner)
      at = next
    } else {
      const inQuotes = match(quoted, text, at)
      const word = inQuotes ?? match(bare, text, at)
      if (word === null) throw new TypeError(`not an array of PostgreSQL, at character ${at + 1}`)
      if (inQuotes !== null) values.push(parse((word[1] ?? "").replace(/\\([\s\S])/g, "$1")))
      else values.push(isNull(word[0]) ? null : parse(word[0]))
      at += word[0].length
    }
  }
  return [values, at + 1]
}

/** An array whose first index is not 1 is written with its bounds before it: `[0:1]={a,b}`. */
export const parseArray = (text: string, parse: Parse = (word) => word): ReadonlyArray<unknown> => {
  const start = text.startsWith("[") ? text.indexOf("={") + 1 : 0
  if (text[start] !== "{") throw new TypeError("not an array of PostgreSQL")
  return readArray(text, start + 1, parse)[0]
}

/** Teaches a client our array types, each by what it knows of the elements. */
export const addArrayTypes = ({ parsers, serializers }: TypeTables): void => {
  for (const [element, array] of arrayOf) {
    parsers[array] = (text) => parseArray(text, parsers[element])
    serializers[array] = (value) => serializeArray(value, serializers[element])
  }
}
