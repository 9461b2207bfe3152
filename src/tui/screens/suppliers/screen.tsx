import { Box } from "ink"
import { painted } from "../../components/painted.ts"
import { LiveQuery } from "../../live-query.ts"
import { Region } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { troubleText } from "../../trouble-text.ts"
import { SupplierTester, supplierActions } from "./supplier-actions.ts"
import { supplierList } from "./supplier-list.ts"
import { readSuppliers, type SupplierRow } from "./supplier-reading.ts"
import { breakerRole, breakerWords, trackingWords } from "./supplier-words.ts"

interface Foot {
  readonly lines: ReadonlyArray<string>
  readonly role: Role
}

const noSupplier = "There is no supplier yet: switchyard suppliers add makes one."

const testRole = { running: "dim", passed: "done", failed: "need" } as const

/** Every supplier: whether its orders leave, what waits for it, and what it is late with. */
export const openSuppliers: OpenScreenFor<"suppliers"> = (desk) => {
  const list = supplierList(desk.theme, desk.clock)
  const tester = new SupplierTester(desk)
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readSuppliers,
    everyMs: 500
  })
  query.store.subscribe(() => {
    const { value } = query.store.get()
    if (value !== null) list.setRows(value)
    desk.changed()
  })
  subscribeSlice(
    list.store,
    ({ cursor }) => cursor,
    () => desk.changed()
  )
  const selected = (): SupplierRow | null => list.selected() ?? null
  const footOf = (): Foot => {
    const { value } = query.store.get()
    const trouble = troubleText(query.store.get())
    if (trouble !== null) return { lines: [trouble], role: "need" }
    if (value === null) return { lines: ["Reading the suppliers …"], role: "dim" }
    const row = selected()
    if (row === null)
      return { lines: ["There is no supplier yet.", "switchyard suppliers add makes one."], role: "dim" }
    const test = tester.store.get()
    if (test !== null && test.supplier === row.supplier.name)
      return { lines: [`Test of ${test.supplier}: ${test.state}`, ...test.lines], role: testRole[test.state] }
    const tracking = `Tracking and answers: ${trackingWords(row, desk.clock)}`
    return {
      lines: [`Breaker ${breakerWords(row.breaker, desk.clock)}`, tracking],
      role: breakerRole(row.breaker)
    }
  }
  const foot = painted(
    (canvas) => {
      const { lines, role } = footOf()
      const shown = lines.flatMap((line) => wrapped(safe(line), canvas.width - 3, 3)).slice(0, canvas.height)
      for (const [y, line] of shown.entries()) canvas.text(1, y, line, desk.theme.of(role))
    },
    [
      (changed) => subscribeSlice(query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(tester.store, (test) => test, changed),
      (changed) => subscribeSlice(list.store, ({ rows, cursor }) => rows[cursor], changed)
    ]
  )
  return {
    view: () => (
      <Box flexGrow={1} flexDirection="column">
        <TableRegion rows={list.source} flexGrow={1} />
        <Region source={foot} height={5} flexShrink={0} />
      </Box>
    ),
    title: () => "Suppliers",
    note: () => {
      const { rows } = list.store.get()
      if (query.store.get().value === null) return ""
      const trouble = rows.filter(({ breaker }) => (breaker?.state ?? "closed") !== "closed").length
      return trouble === 0 ? "none in trouble" : `${trouble} in trouble`
    },
    actions: {
      ...list.actions,
      ...supplierActions(desk, selected, tester, () => query.refresh(), noSupplier),
      open: {
        run: () => {
          const row = selected()
          if (row !== null) desk.open({ screen: "supplier", id: row.supplier.id, name: row.supplier.name })
        },
        refusal: () => (selected() === null ? noSupplier : null)
      }
    },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop(),
    closed: () => tester.close()
  }
}
