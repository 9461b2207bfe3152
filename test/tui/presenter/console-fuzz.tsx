import { enterSequence } from "../../../src/tui/presenter/terminal.ts"
import { hostileCorpus } from "../hostile-corpus.ts"
import { forbiddenIn } from "./byte-scan.ts"
import { emulator, parsed } from "./fake-terminal.ts"
import { openOrders, ordersOf, type RunningConsole } from "./orders-console.tsx"
import { expectedLine } from "./screen-oracle.ts"
import { columnsOfRow, inverseRows, picture } from "./screen-reading.ts"

type Random = (below: number) => number

/** mulberry32: the same operations for the same seed. */
const randomOf = (seed: number): Random => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const names = [
  ...hostileCorpus,
  "Jane Kowalski",
  "Çelik Ayşe",
  "",
  "a very long name that does not fit at all"
]

const pick = <Value,>(random: Random, values: readonly Value[]): Value => {
  const value = values[random(values.length)]
  if (value === undefined) throw new Error("nothing to pick from")
  return value
}

const pressKeys = (run: RunningConsole, random: Random): void => {
  const count = 1 + random(12)
  const keys = Array.from({ length: count }, () => pick(random, ["j", "k", "j", "k", " ", "j", "x", "東"]))
  run.input.type(keys.join(""))
}

const changeRows = (run: RunningConsole, random: Random): void => {
  const state = run.board.store.get()
  for (let changes = 1 + random(3); changes > 0; changes--) {
    run.board.change(state.top + random(Math.max(1, state.page)), pick(random, names))
  }
}

const suspendOnce = (run: RunningConsole, random: Random): Promise<void> =>
  run.board.suspend(async () => {
    run.terminal.screen.write(`\x1b[2J\x1b[5;5Hchild output ${random(1000)}\r\n`)
    changeRows(run, random)
  })

const operate = async (run: RunningConsole, random: Random): Promise<void> => {
  const choice = random(20)
  if (choice < 8) pressKeys(run, random)
  else if (choice < 13) changeRows(run, random)
  else if (choice < 15)
    run.input.type(pick(random, ["\x1b[6~", "\x1b[5~", "\x1b[B\x1b[B", "\x1b[200~p\x1b[31m\x1b[201~"]))
  else if (choice < 17) run.input.type(`m${pick(random, ["", "abc", "東"])}`)
  else if (choice < 18) run.board.key({ kind: "key", name: "esc", text: "" })
  else if (choice < 19) run.terminal.resize(20 + random(100), 8 + random(30))
  else await suspendOnce(run, random)
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index])

/** The terminal must look as if everything had been drawn on an empty one. */
const comparePaints = async (run: RunningConsole): Promise<string[]> => {
  const { columns, rows, screen } = run.terminal
  const fresh = emulator(columns, rows)
  await parsed(fresh, enterSequence + run.mounted.presenter.fullPaint())
  const seen = picture(screen)
  const expected = picture(fresh)
  const faults = seen.flatMap((line, y) =>
    line === expected[y] ? [] : [`row ${y} differs from a full paint:\n${line}\n${expected[y]}`]
  )
  fresh.dispose()
  return faults
}

interface Judgement {
  readonly faults: string[]
  readonly judgedRows: number
}

const compareWithOracle = (run: RunningConsole): Judgement => {
  const state = run.board.store.get()
  const { columns, screen } = run.terminal
  const faults: string[] = []
  let judgedRows = 0
  for (let line = 0; line < state.page; line++) {
    const expected = expectedLine(state, line, columns)
    if (expected === undefined) continue
    judgedRows++
    const seen = columnsOfRow(screen, line + 1)
    if (!isSame(seen, expected)) {
      faults.push(`row ${line + 1} is not what the oracle says:\n${seen.join("")}\n${expected.join("")}`)
    }
  }
  if (state.modal === null && inverseRows(screen).join() !== String(state.cursor - state.top + 1)) {
    faults.push("the selection is elsewhere")
  }
  return { faults, judgedRows }
}

export interface FuzzReport {
  readonly faults: string[]
  readonly judgedRows: number
  readonly forbidden: string[]
}

/** Random operations on a console; after each one the terminal is compared in two independent ways. */
export const fuzzConsole = async (seed: number, operations: number): Promise<FuzzReport> => {
  const random = randomOf(seed)
  const rows = ordersOf(60).map((row) => ({ ...row, name: pick(random, names) }))
  const run = await openOrders({ rows, columns: 60, height: 16 })
  const faults: string[] = []
  let judgedRows = 0
  for (let operation = 0; operation < operations; operation++) {
    await operate(run, random)
    await run.terminal.hurried(() => run.mounted.presenter.urgent())
    const judgement = compareWithOracle(run)
    const found = [...(await comparePaints(run)), ...judgement.faults]
    faults.push(...found.map((fault) => `operation ${operation}: ${fault}`))
    judgedRows += judgement.judgedRows
  }
  run.mounted.close()
  return { faults, judgedRows, forbidden: forbiddenIn(run.terminal.written.join("")) }
}
