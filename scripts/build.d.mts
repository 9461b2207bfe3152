import type { BuildOptions } from "esbuild"

export function bundleOptions(
  root: string,
  entries: ReadonlyArray<{ readonly name: string; readonly file: string }>,
  outdir: string
): BuildOptions
