import "./force-color.ts"
import { expect, it, vi } from "vitest"
import type { writeDifference as WriteDifference } from "../../../src/tui/presenter/diff.ts"
import { fuzzConsole } from "./console-fuzz.tsx"

/** A diff that forgets one changed cell, as a wrong run boundary would. */
vi.mock("../../../src/tui/presenter/diff.ts", async (original) => {
  const { writeDifference } = await original<{ writeDifference: typeof WriteDifference }>()
  const withFault: typeof WriteDifference = (front, back, lines, writer) => {
    const lost = front.cells.findLastIndex((cell, index) => cell !== -1 && cell !== back.cells[index])
    if (lost === -1) return writeDifference(front, back, lines, writer)
    const cells = front.cells.slice()
    cells[lost] = back.cells[lost] ?? 0
    return writeDifference({ ...front, cells }, back, lines, writer)
  }
  return { writeDifference: withFault }
})

it("is caught when the diff loses a cell", async () => {
  const { faults } = await fuzzConsole(1, 12)
  expect(faults.length).toBeGreaterThan(5)
}, 20_000)
