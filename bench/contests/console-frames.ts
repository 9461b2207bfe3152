import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { leanPackages } from "../../scripts/lean-packages.mjs"
import type { Bench } from "../bench-context.ts"
import { median } from "../numbers.ts"

const repository = fileURLToPath(new URL("../..", import.meta.url))

interface FrameCost {
  readonly cpuMs: number
  readonly bytes: number
  readonly frames: number
  readonly writes: number
}

export interface FrameCosts {
  /** The cursor moves by one row. */
  readonly move: FrameCost
  readonly page: FrameCost
  /** Three rows on the screen change. */
  readonly update: FrameCost
  /** Writes in 2.5 s in which nothing changed. */
  readonly idleWrites: number
  /** A letter is typed into the palette, or taken back; three rows of the list below it change. */
  readonly paletteKey: FrameCost
  readonly paletteUpdate: FrameCost
  /** The cursor moves in the form below the list; three rows of the list change. */
  readonly formKey: FrameCost
  readonly formUpdate: FrameCost
}

const kinds = ["move", "page", "update", "paletteKey", "paletteUpdate", "formKey", "formUpdate"] as const

/** As a wide terminal has it, and the one that the figures are promised for. */
export const frameSizes = { usual: [120, 44], wide: [200, 60] } as const
type FrameSize = keyof typeof frameSizes

/** The program, bundled as the shipped one is; it runs under the launcher's flags. */
export const bundled = async <A>(entry: string, work: (file: string) => Promise<A> | A): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-frames-"))
  try {
    await build({
      absWorkingDir: repository,
      entryPoints: [entry],
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      // Parts that nobody asks for, as React's developer tools, are never read.
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node24",
      jsx: "automatic",
      define: {
        "process.env.NODE_ENV": '"production"',
        __dirname: "import.meta.dirname",
        __filename: "import.meta.filename"
      },
      banner: {
        js: 'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);'
      },
      external: ["redis", "react-devtools-core", "*.node"],
      plugins: [leanPackages],
      logLevel: "silent"
    })
    return await work(join(folder, basename(entry).replace(".ts", ".mjs")))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What it prints last, a line of JSON. */
export const runOf = <A>(file: string, ...args: ReadonlyArray<string | number>): A => {
  const output = execFileSync(process.execPath, ["--semi-space-growth-factor=1", file, ...args.map(String)], {
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production" },
    timeout: 300_000
  })
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as A
}

const measure = (bench: Bench, size: FrameSize): Promise<FrameCosts> =>
  bundled("bench/world/frames.ts", (file) => {
    const runs = Array.from({ length: bench.quick ? 1 : 3 }, () =>
      runOf<FrameCosts>(file, 150, ...frameSizes[size])
    )
    const middle = (which: (typeof kinds)[number]): FrameCost => ({
      cpuMs: median(runs.map((run) => run[which].cpuMs)),
      bytes: median(runs.map((run) => run[which].bytes)),
      frames: runs.reduce((sum, run) => sum + run[which].frames, 0),
      writes: runs.reduce((sum, run) => sum + run[which].writes, 0)
    })
    const costs = Object.fromEntries(kinds.map((kind) => [kind, middle(kind)])) as Record<
      (typeof kinds)[number],
      FrameCost
    >
    return { ...costs, idleWrites: Math.max(...runs.map((run) => run.idleWrites)) }
  })

export const frameCosts = (bench: Bench, size: FrameSize = "usual"): Promise<FrameCosts> =>
  bench.once(`console frames ${size}`, () => measure(bench, size))
