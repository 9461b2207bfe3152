import { age } from "../../age.ts"
import type { TextColumn } from "../../components/column-list.ts"
import { isAsking, type MappingRow, type Part, textsOf } from "./mapping-rows.ts"

const heads: Readonly<Record<Part, readonly [string, string, string, string, string]>> = {
  methods: ["CHANNEL", "THEIR WORDS", "SUPPLIER", "CARRIER AND METHOD", "30 DAYS"],
  skus: ["CHANNEL", "THEIR SKU", "OUR SKU", "PRODUCT", "30 DAYS"],
  aliases: ["TYPE", "ALIAS", "OUR SKU", "PRODUCT", "TOLD TO"]
}

const isWide = (room: number): boolean => room >= 100

const roleOf = (row: MappingRow): "need" | "text" => (isAsking(row) ? "need" : "text")

export const columnsOf = (part: Part): ReadonlyArray<TextColumn<MappingRow>> => {
  const [whose, words, ours, meaning, used] = heads[part]
  return [
    { title: whose, width: (room) => (isWide(room) ? 18 : 11), text: (row) => textsOf(row).channel },
    {
      title: words,
      width: (room) => (isWide(room) ? 26 : 18),
      text: (row) => textsOf(row).words,
      role: roleOf
    },
    { title: ours, width: (room) => (isWide(room) ? 18 : 11), text: (row) => textsOf(row).supplier },
    {
      title: meaning,
      width: (room) => (isWide(room) ? Math.max(26, room - 94) : Math.max(10, room - 59)),
      text: (row) => textsOf(row).meaning,
      role: roleOf
    },
    { title: "BY", width: (room) => (isWide(room) ? 10 : 0), text: (row) => textsOf(row).by },
    {
      title: "WHEN",
      width: () => 4,
      text: (row, at) => {
        const since = textsOf(row).at
        return since === null ? "" : age(since, at)
      },
      align: "right"
    },
    { title: used, width: () => 9, text: (row) => textsOf(row).used, align: "right" }
  ]
}
