import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { expect, test } from "vitest"

const file = join(import.meta.dirname, "..", "..", "src", "app", "compile-for-keys.ts")

/** In a process of its own, for the counts are everybody's in it. */
const said = (v8: string): string => {
  const script = `
    const { compileForKeys } = await import(${JSON.stringify(file)})
    const pressed = compileForKeys(${v8})
    pressed()
    pressed()
    setImmediate(() => console.log("frame"))`
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8"
  })
  return stderr + stdout
}

test("this V8 knows each count by its name: nothing is said on the screen, and the process ends by itself", () => {
  expect(said("process.versions.v8")).toBe("frame\n")
})

test("another V8 is left alone", () => {
  expect(said('"99.1.2"')).toBe("frame\n")
})
