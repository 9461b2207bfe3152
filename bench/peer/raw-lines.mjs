// The floor: the same list drawn by nothing but a comparison of lines. Each line is one string; those that changed are
// written again, whole. No layout, no widths beyond padEnd, no safety: what a screen costs when nobody helps. With `least` a
// key writes two lines that were ready before it came and compares nothing: what Node and a terminal cost by themselves.
import process from "node:process"

const orders = 10_000
const updates = Number(process.argv[2] ?? 0)
const isLeast = process.argv[3] === "least"
const { columns, rows } = process.stdout
const changes = new Uint32Array(orders)
const states = ["r RESOLVE", "P PROCESS", "  Sending", "R FAILED ", "  Shipped"]
const colors = [31, 32, 37, 31, 90]
const names = ["Jane", "Liam", "Ruth", "Maria", "Ayse", "Tomo", "Per", "Noor", "Omar", "Ines"]
const page = rows - 8
let top = 0
let cursor = 0
let shown = []

const firstLine = 4

const rowOf = (n) => {
  const text = `   ${states[n % 5]}  #${1000 + n}  shop-${1 + (n % 4)}  ${`${names[n % 10]} Kowalski ${changes[n]}`.padEnd(30)} ${1 + (n % 5)} ${`$${n % 1300}.${n % 100}`.padStart(10)} Free Shipping  not mapped ${n % 60}m`
  return text.padEnd(columns).slice(0, columns)
}

const lineOf = (n, isSelected) => {
  const text = rowOf(n)
  return isSelected
    ? `\x1b[7m${text}\x1b[m`
    : `\x1b[${colors[n % 5]}m${text.slice(0, 14)}\x1b[m${text.slice(14)}`
}

const lines = () => {
  const clock = new Date().toISOString().slice(11, 19)
  const list = Array.from({ length: page }, (_, i) => lineOf(top + i, top + i === cursor))
  return [
    ` switchyard  PROD · db1/orders · ana (operator)   sends on · workers 3 · ${clock}`,
    " 1 Triage  2 Orders  3 Inventory  4 Sync  5 Channels  6 Suppliers  7 Jobs",
    "   ACTION     ORDER  CHANNEL CUSTOMER",
    ...list,
    ` #${1000 + cursor} · 3 units · Northwind (2), Baker Supply (1)`,
    "   “Free Shipping” has no carrier and method at Northwind.",
    "   14 Elm Street, Springfield IL 62704",
    " enter open  r resolve  P process  space mark  / filter  S sync  X stop"
  ]
}

const draw = () => {
  const now = lines()
  const changed = now.flatMap((line, y) => (line === shown[y] ? [] : [`\x1b[${y + 1};1H${line}\x1b[K`]))
  shown = now
  if (changed.length > 0) process.stdout.write(changed.join(""))
}

const move = (by) => {
  cursor = Math.max(0, Math.min(orders - 1, cursor + by))
  top = Math.max(cursor - page + 1, Math.min(top, cursor))
}

/** Of the rows that fit: both looks of each, with where they stand. */
const ready = Array.from({ length: page }, (_, n) =>
  [false, true].map((isSelected) => `\x1b[${firstLine + n};1H${lineOf(n, isSelected)}`)
)

const step = (by) => {
  const before = cursor
  cursor = Math.max(0, Math.min(page - 1, cursor + by))
  if (cursor !== before) process.stdout.write(ready[before][0] + ready[cursor][1])
}

process.stdout.write("\x1b[?1049h\x1b[?25l\x1b[2J")
process.stdin.setRawMode(true)
process.stdin.setEncoding("utf8").on("data", (keys) => {
  for (const key of keys) {
    if (key === "q") process.exit(0)
    if (key === "j") isLeast ? step(1) : move(1)
    if (key === "k") isLeast ? step(-1) : move(-1)
  }
  if (!isLeast) draw()
})
process.on("exit", () => process.stdout.write("\x1b[?25h\x1b[?1049l"))
if (!isLeast) setInterval(draw, 1000)
if (updates > 0) {
  let n = 0
  setInterval(() => {
    for (let i = 0; i < 3; i++) changes[(top + ((n * 3 + i) % 20)) % orders]++
    n++
    draw()
  }, 1000 / updates)
}
draw()
