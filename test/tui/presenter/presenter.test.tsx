import "./force-color.ts"
import { Text } from "ink"
import { type JSX, useState } from "react"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { mountConsole } from "../../../src/tui/presenter/mount-console.tsx"
import { Presenter } from "../../../src/tui/presenter/presenter.ts"
import type { StyleId } from "../../../src/tui/presenter/style-table.ts"
import { enterSequence } from "../../../src/tui/presenter/terminal.ts"
import { useKeys } from "../../../src/tui/presenter/use-keys.ts"
import { safe } from "../../../src/tui/safe-text.ts"
import { themeFor } from "../../../src/tui/theme.ts"
import { bareSurface } from "./bare-surface.ts"
import { sgrCodes } from "./byte-scan.ts"
import { emulator, FakeInput, FakeTerminal, parsed } from "./fake-terminal.ts"
import { openOrders, ordersOf, type RunningConsole } from "./orders-console.tsx"
import { inverseRows, picture, textOfRow, textOfScreen } from "./screen-reading.ts"

let run: RunningConsole

const expectFullPaint = async (): Promise<void> => {
  const fresh = emulator(run.terminal.columns, run.terminal.rows)
  await parsed(fresh, enterSequence + run.mounted.presenter.fullPaint())
  expect(picture(run.terminal.screen)).toEqual(picture(fresh))
}

describe("a console on the presenter", () => {
  beforeEach(async () => {
    run = await openOrders({ rows: ordersOf(100) })
  })
  afterEach(() => run.mounted.close())

  it("shows Ink's parts and the regions together", async () => {
    const lines = textOfScreen(run.terminal.screen)
    expect(lines[0]).toBe("orders 100")
    expect(lines[1]).toBe("▸  #1000  Buyer 0                  $0.00")
    expect(lines[2]).toBe("   #1001  Buyer 1                  $1.00")
    expect(lines[22]).toBe("Buyer 0")
    expect(lines[23]).toBe("j down k up m note")
    expect(inverseRows(run.terminal.screen)).toEqual([1])
    await expectFullPaint()
  })

  it("starts with one synchronized write, apart from Ink's input mode", () => {
    const frames = run.terminal.takeWritten().filter((bytes) => !bytes.startsWith("\x1b[?2004"))
    expect(frames).toHaveLength(1)
    expect(frames[0]?.startsWith(`${enterSequence}\x1b[?2026h`)).toBe(true)
    expect(frames[0]?.endsWith("\x1b[?2026l")).toBe(true)
  })

  it("moves the cursor in one small write, without a commit and without formatting", async () => {
    run.terminal.takeWritten()
    const { commits, formatted } = run.board
    const frames: boolean[] = []
    run.mounted.presenter.onFlush = (info) => frames.push(info.inkCommit)
    run.input.type("j")
    await run.terminal.settled()
    const written = run.terminal.takeWritten()
    expect(written).toHaveLength(1)
    expect(written[0]?.length).toBeLessThan(400)
    expect(frames).toEqual([false])
    expect(run.board.commits).toBe(commits)
    expect(run.board.formatted).toBe(formatted)
    expect(inverseRows(run.terminal.screen)).toEqual([2])
    await expectFullPaint()
  })

  it("writes nothing when nothing changed", async () => {
    run.terminal.takeWritten()
    run.mounted.presenter.repaint()
    run.board.move(-1)
    await run.terminal.settled()
    expect(run.terminal.takeWritten()).toEqual([])
  })

  it("takes three keys of one read as three moves", async () => {
    run.input.type("jjj")
    await run.terminal.settled()
    expect(inverseRows(run.terminal.screen)).toEqual([4])
  })

  it("does not take a pasted text for commands", async () => {
    run.input.type("\x1b[200~jjj m\r\x1b[201~")
    await run.terminal.settled()
    expect(run.board.store.get()).toMatchObject({ cursor: 0, modal: null })
  })

  it("draws a changed row as one small write", async () => {
    run.terminal.takeWritten()
    run.board.change(3, "Somebody else")
    await run.terminal.settled()
    const written = run.terminal.takeWritten()
    expect(written).toHaveLength(1)
    expect(written[0]?.length).toBeLessThan(80)
    expect(textOfRow(run.terminal.screen, 4)).toBe("   #1003  Somebody else            $3.00")
  })

  it("lays a modal over the table, with its cursor, and takes it away again", async () => {
    run.input.type("m")
    await run.terminal.settled()
    run.input.type("hé")
    await run.terminal.settled()
    const lines = textOfScreen(run.terminal.screen)
    expect(lines[2]?.slice(0, 30)).toBe("   #╭──────────────────────╮  ")
    expect(lines[3]?.slice(0, 28)).toBe("   #│ Note                 │")
    expect(lines[4]?.slice(0, 28)).toBe("   #│ hé                   │")
    expect(run.terminal.screen.buffer.active.cursorX).toBe(8)
    expect(run.terminal.screen.buffer.active.cursorY).toBe(4)
    await expectFullPaint()
    run.board.change(1, "Under the modal")
    await run.terminal.settled()
    expect(textOfRow(run.terminal.screen, 2).slice(0, 28)).toBe("   #╭──────────────────────╮")
    run.input.type("\x1b")
    await new Promise((resolve) => setTimeout(resolve, 40))
    await run.terminal.settled()
    expect(textOfRow(run.terminal.screen, 2)).toBe("   #1001  Under the modal          $1.00")
    await expectFullPaint()
  })

  it("gives the modal the rest of the read that opened it", async () => {
    run.input.type("mabc")
    await run.terminal.settled()
    expect(textOfRow(run.terminal.screen, 4).slice(0, 28)).toBe("   #│ abc                  │")
  })

  it("draws anew at another size", async () => {
    for (const [columns, rows] of [
      [40, 10],
      [120, 40],
      [81, 9]
    ] as const) {
      run.terminal.resize(columns, rows)
      await run.terminal.settled()
      expect(textOfRow(run.terminal.screen, rows - 1)).toBe("j down k up m note")
      expect(run.board.store.get().page).toBe(rows - 3)
      await expectFullPaint()
    }
  })

  it("keeps silent while suspended and returns to the present picture", async () => {
    run.terminal.takeWritten()
    await run.board.suspend(async () => {
      run.terminal.screen.write("garbage of a child\r\n")
      run.board.change(0, "Changed meanwhile")
      await run.terminal.settled()
      const written = run.terminal.takeWritten().join("")
      expect(written).toContain("\x1b[?7h\x1b[?25h\x1b[?1049l")
      expect(written).not.toContain("Changed meanwhile")
    })
    await run.terminal.settled()
    expect(textOfRow(run.terminal.screen, 1)).toBe("▸  #1000  Changed meanwhile        $0.00")
    await expectFullPaint()
  })

  it("drops frames on a line that is full and draws the last state when it is free", async () => {
    run.terminal.writableNeedDrain = true
    run.terminal.takeWritten()
    for (let index = 0; index < 5; index++) run.board.move(1)
    await run.terminal.settled()
    expect(run.terminal.takeWritten()).toEqual([])
    run.terminal.writableNeedDrain = false
    run.terminal.emit("drain")
    await run.terminal.settled()
    expect(run.terminal.takeWritten()).toHaveLength(1)
    expect(inverseRows(run.terminal.screen)).toEqual([6])
  })

  it("paces frames of data", async () => {
    run.terminal.takeWritten()
    const until = performance.now() + 100
    while (performance.now() < until) {
      run.board.move(run.board.store.get().cursor === 0 ? 1 : -1)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await run.terminal.settled()
    expect(run.terminal.takeWritten().length).toBeLessThanOrEqual(15)
  })

  it("gives the screen back at the end", async () => {
    run.terminal.takeWritten()
    run.mounted.close()
    await run.mounted.ended
    expect(run.terminal.takeWritten()[0]?.endsWith("\x1b[?7h\x1b[?25h\x1b[?1049l")).toBe(true)
    run.board.move(1)
    await run.terminal.settled()
    expect(run.terminal.takeWritten()).toEqual([])
  })
})

const Broken = (): JSX.Element => {
  throw new Error("planted")
}

const BrokenByKey = (): JSX.Element => {
  const [isBroken, setBroken] = useState(false)
  useKeys(() => setBroken(true))
  return isBroken ? <Broken /> : <Text>fine</Text>
}

describe("the end of a console", () => {
  it("is an error when a component throws, with the shell's screen restored first", async () => {
    const terminal = new FakeTerminal(40, 10)
    const input = new FakeInput()
    const theme = themeFor({ NO_COLOR: "1" })
    const mounted = mountConsole(<BrokenByKey />, { theme, terminal, input: input.asStdin })
    await terminal.settled()
    expect(textOfRow(terminal.screen, 0)).toBe("fine")
    terminal.takeWritten()
    input.type("x")
    await expect(mounted.ended).rejects.toThrow("planted")
    expect(terminal.takeWritten().join("")).toContain("\x1b[?7h\x1b[?25h\x1b[?1049l")
    await parsed(terminal.screen)
    expect(terminal.screen.buffer.active.type).toBe("normal")
  })

  it("replaces a first picture that was painted before Ink was there", async () => {
    const terminal = new FakeTerminal(40, 10)
    const presenter = new Presenter({ terminal, surface: bareSurface(false) })
    const early = presenter.addRegion({
      measure: () => ({ x: 0, y: 0, width: 40, height: 1 }),
      paint: (canvas) => canvas.text(0, 0, safe("early"), 0 as StyleId)
    })
    presenter.enter()
    await terminal.settled()
    expect(textOfRow(terminal.screen, 0)).toBe("early")
    const theme = themeFor({ NO_COLOR: "1" })
    const mounted = mountConsole(<Text>real</Text>, { theme, presenter, input: new FakeInput().asStdin })
    early.remove()
    await terminal.settled()
    expect(textOfRow(terminal.screen, 0)).toBe("real")
    mounted.close()
  })
})

describe.each(["1", "true"])("a screen reader, by INK_SCREEN_READER=%s", (wish) => {
  beforeEach(async () => {
    process.env.INK_SCREEN_READER = wish
    run = await openOrders({ rows: ordersOf(100) })
  })
  afterEach(() => {
    delete process.env.INK_SCREEN_READER
    run.mounted.close()
  })

  it("gets plain lines of what is other than before, and no picture", async () => {
    run.input.type("j")
    await run.terminal.settled()
    const said = run.terminal.written.join("")
    expect(said.replaceAll("\x1b[?2004h", "")).not.toContain("\x1b")
    const lines = said.split("\r\n").map((line) => line.replaceAll("\x1b[?2004h", ""))
    expect(lines).toContain("orders 100")
    expect(lines).toContain("#1001 Buyer 1 $1.00")
    expect(lines.filter((line) => line.startsWith("#1000 "))).toHaveLength(1)
  })
})

describe("NO_COLOR", () => {
  afterEach(() => run.mounted.close())

  it("leaves no color code, whoever asks for one", async () => {
    run = await openOrders({ rows: ordersOf(5), theme: themeFor({ NO_COLOR: "1" }) })
    run.input.type("j ")
    await run.terminal.settled()
    expect(inverseRows(run.terminal.screen)).toEqual([2])
    run.input.type("m")
    await run.terminal.settled()
    expect(new Set(sgrCodes(run.terminal.written.join("")))).toEqual(new Set(["0", "1", "2", "7"]))
  })
})
