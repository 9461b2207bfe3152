import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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
}

const measure = async (bench: Bench): Promise<FrameCosts> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-frames-"))
  try {
    const file = join(folder, "frames.mjs")
    await build({
      absWorkingDir: repository,
      entryPoints: ["bench/world/frames.ts"],
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
    const runs = Array.from({ length: bench.quick ? 1 : 3 }, () => {
      const output = execFileSync(process.execPath, ["--semi-space-growth-factor=1", file, "150"], {
        encoding: "utf8",
        env: { ...process.env, NODE_ENV: "production" },
        timeout: 180_000
      })
      return JSON.parse(output.trim().split("\n").at(-1) ?? "") as FrameCosts
    })
    const middle = (which: "move" | "page" | "update"): FrameCost => ({
      cpuMs: median(runs.map((run) => run[which].cpuMs)),
      bytes: median(runs.map((run) => run[which].bytes)),
      frames: runs.reduce((sum, run) => sum + run[which].frames, 0),
      writes: runs.reduce((sum, run) => sum + run[which].writes, 0)
    })
    return {
      move: middle("move"),
      page: middle("page"),
      update: middle("update"),
      idleWrites: Math.max(...runs.map((run) => run.idleWrites))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const frameCosts = (bench: Bench): Promise<FrameCosts> =>
  bench.once("console frames", () => measure(bench))
