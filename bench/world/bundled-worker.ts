import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { bundleOptions } from "../../scripts/build.mjs"
import type { Bench } from "../bench-context.ts"

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const bundle = async (bench: Bench, file: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-program-"))
  bench.atEnd(async () => rmSync(folder, { recursive: true, force: true }))
  const outdir = join(folder, "dist")
  const entries = [{ name: "worker", file }]
  await build(bundleOptions(repository, entries, outdir))
  // Where a program of ours looks for them: beside its bundle.
  for (const beside of ["package.json", "sql/migrations"])
    cpSync(join(repository, beside), join(folder, beside), { recursive: true })
  return join(outdir, "worker.mjs")
}

/**
 * The worker as it ships, one bundle by the options of the build: started from its sources, some hundred files and the compiler
 * that strips their types stay in its memory, ninety megabytes that no installation has.
 */
export const bundledWorker = (bench: Bench, file = "bench/world/intake-worker.ts"): Promise<string> =>
  bench.once(`${file}, bundled`, () => bundle(bench, file))
