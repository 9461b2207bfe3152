import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The folder of the package: two above src/app, one above dist. */
export const packageFolder = (): string => {
  const here = dirname(fileURLToPath(import.meta.url))
  return here.endsWith("dist") || here.endsWith("parts")
    ? dirname(here.replace(/\/parts$/, ""))
    : join(here, "..", "..")
}

export const launcher = (): string => join(packageFolder(), "bin", "switchyard.mjs")
export const sandboxProgram = (): string => join(packageFolder(), "dist", "sandbox.mjs")

export const version = (): string =>
  (JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as { version: string }).version
