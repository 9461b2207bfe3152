import { describe, expect, it } from "vitest"
import { type KeyRow, keyNames } from "../../src/tui/key-row.ts"
import { keymap } from "../../src/tui/keymap.ts"

/** In a form letters are text, so what has a letter elsewhere has `ctrl-` and that letter there. */
const forms = new Set([
  "resolve",
  "mapping",
  "stock-rules",
  "channel-settings",
  "supplier-settings",
  "auto-processing"
])
const asLetter = (row: KeyRow): ReadonlyArray<string> =>
  forms.has(row.screen) ? keyNames(row).map((key) => key.replace(/^ctrl-/, "")) : keyNames(row)

/** Said alike and pressed otherwise, and why. */
const exceptions: Readonly<Record<string, string>> = {
  workers: "gw leads there from every screen; w is the short way from the jobs that they do",
  settings: "the console's own are a place, g and a comma; a channel's are what its row opens, by enter",
  filter: "orders type theirs behind /, as a search; the others turn through the few that they have by f"
}

const sharedKeys = (rows: ReadonlyArray<KeyRow>): ReadonlyArray<string> =>
  asLetter(rows[0] as KeyRow).filter((key) => rows.every((row) => asLetter(row).includes(key)))

/** One act, however each screen calls what it does it to. */
const verbs: ReadonlyArray<readonly [key: string, label: RegExp]> = [
  ["enter", /^open( order| what it is about| the list)?$/],
  ["]", /^next (block|status|kind|state)$|^kind$/],
  ["[", /^(block|kind|state) before$|^previous status$/],
  ["tab", /^(methods|letters|list|status|queues|feeds) or |^next block$|^field$|^next field$/],
  ["shift-tab", /^(methods|letters|list|status|queues|feeds) or |^block before$|^field before$/],
  ["x", /^export /],
  ["I", /^import /],
  ["/", /^search$/],
  ["y", /^copy/],
  ["p", /^(personal data|as it came)$/],
  ["C", /^cancel /],
  ["D", /^dismiss/],
  ["N", /^new( channel)?$/],
  ["P", /^process$/],
  ["R", /^(retry|take it again|run now)$/],
  ["A", /^(authorize|accept|let it in|it arrived)$/],
  ["U", /^hold until$/],
  ["z", /undo/],
  ["t", /^test connection$/],
  ["ctrl-e", /^your (editor|pager)$/],
  ["o", /^its orders$/]
]

const isForm = ({ screen }: KeyRow): boolean => forms.has(screen)

describe("one act has one key on all screens", () => {
  it("what is called the same shares a key, but for a few with a reason", () => {
    const byLabel = Map.groupBy(keymap, ({ label }) => label)
    const apart = [...byLabel].filter(([, rows]) => sharedKeys(rows).length === 0)
    expect(apart.map(([label]) => label).sort()).toEqual(Object.keys(exceptions).sort())
  })

  for (const [key, label] of verbs)
    it(`${key} is for ${label.source}`, () => {
      const rows = keymap.filter((row) => label.test(row.label))
      expect(rows.length).toBeGreaterThan(1)
      const others = rows.filter(
        (row) => !(isForm(row) ? [...asLetter(row), ...keyNames(row)] : keyNames(row)).includes(key)
      )
      expect(others.map((row) => `${row.screen}: ${row.label} is ${row.keys}`)).toEqual([])
    })

  it("where a screen goes on by a bracket, the other one goes back, and tab goes on where it has no second part", () => {
    const screens = Map.groupBy(keymap, ({ screen }) => screen)
    const wrong = [...screens].filter(([, rows]) => {
      const keys = new Set(rows.flatMap(keyNames))
      return keys.has("]") && !["[", "tab", "shift-tab"].every((key) => keys.has(key))
    })
    expect(wrong.map(([screen]) => screen)).toEqual([])
  })
})
