import { cpSync, mkdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { leanPackages } from "../../scripts/lean-packages.mjs"

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..")

export interface Programs {
  readonly worker: string
  readonly sandbox: string
}

/**
 * The worker and the sandbox as they are now, bundled into a folder of the run: a start reads one file instead of many
 * hundreds, and whoever edits the sources meanwhile does not change a run that goes on.
 */
export async function bundlePrograms(folder: string): Promise<Programs> {
  const outdir = join(folder, "dist")
  mkdirSync(outdir, { recursive: true })
  await build({
    absWorkingDir: repository,
    entryPoints: [
      { in: join(repository, "test", "chaos", "worker.ts"), out: "worker" },
      { in: join(repository, "src", "sandbox", "main.ts"), out: "sandbox" }
    ],
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "parts/[name]-[hash]",
    bundle: true,
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
    minifySyntax: true,
    minifyWhitespace: true,
    banner: {
      js: 'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);'
    },
    external: ["redis", "react-devtools-core", "*.node"],
    plugins: [leanPackages],
    logLevel: "silent"
  })
  // Where a program of ours looks for them: beside itself.
  cpSync(join(repository, "sql", "migrations"), join(folder, "sql", "migrations"), { recursive: true })
  cpSync(join(repository, "package.json"), join(folder, "package.json"))
  return { worker: join(outdir, "worker.mjs"), sandbox: join(outdir, "sandbox.mjs") }
}
