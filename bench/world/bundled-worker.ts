import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { bundleOptions } from "../../scripts/build.mjs"
import type { Bench } from "../bench-context.ts"

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const bundle = async (bench: Bench): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-program-"))
  bench.atEnd(async () => rmSync(folder, { recursive: true, force: true }))
  const outdir = join(folder, "dist")
  const entries = [{ name: "worker", file: "bench/world/intake-worker.ts" }]
  await build(bundleOptions(repository, entries, outdir))
  // A program of ours reads its version beside its bundle.
  copyFileSync(join(repository, "package.json"), join(folder, "package.json"))
  return join(outdir, "worker.mjs")
}

/**
 * The worker as it ships, one bundle by the options of the build: started from its sources, some hundred files and the compiler
 * that strips their types stay in its memory, ninety megabytes that no installation has.
 */
export const bundledWorker = (bench: Bench): Promise<string> =>
  bench.once("the worker, bundled", () => bundle(bench))
