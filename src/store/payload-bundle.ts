import { promisify } from "node:util"
import { deflateRaw, inflateRaw } from "node:zlib"

/** What a channel said of one order; `length` is that of the whole, `words` may be cut. */
export interface Words {
  readonly words: string
  readonly length: number
}

/** The words of several orders as one, and where those of each end in it, in bytes. */
export interface Bundle {
  readonly ends: ReadonlyArray<number>
  readonly lengths: ReadonlyArray<number>
  readonly packing: "plain" | "deflate"
  readonly body: Uint8Array
}

/** Characters: then another bundle begins, so that to read one order never unpacks more than this and that order. */
const charactersABundle = 2_000_000

const pack = promisify(deflateRaw)
const unpack = promisify(inflateRaw)

export const inBundles = <A extends Words>(said: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> => {
  const bundles: Array<Array<A>> = []
  let characters = Number.POSITIVE_INFINITY
  for (const one of said) {
    characters += one.words.length
    if (characters > charactersABundle) {
      bundles.push([])
      characters = one.words.length
    }
    bundles.at(-1)?.push(one)
  }
  return bundles
}

/** The fastest packing is enough: what makes it small is that one order says nearly what the next one says. */
export const packed = async (said: ReadonlyArray<Words>): Promise<Bundle> => {
  let end = 0
  const ends = said.map(({ words }) => {
    end += Buffer.byteLength(words)
    return end
  })
  const body = await pack(said.map(({ words }) => words).join(""), { level: 1 })
  return { ends, lengths: said.map((s) => s.length), packing: "deflate", body }
}

export const unpacked = async ({ ends, lengths, packing, body }: Bundle): Promise<ReadonlyArray<Words>> => {
  const whole = packing === "plain" ? Buffer.from(body) : await unpack(body)
  return ends.map((end, i) => ({
    words: whole.toString("utf8", ends[i - 1] ?? 0, end),
    length: lengths[i] ?? 0
  }))
}
