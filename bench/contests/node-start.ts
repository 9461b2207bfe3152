import { spawn } from "node:child_process"
import { once } from "node:events"
import { secondsOf } from "../slices.ts"

/** How long the very Node that runs us, the packaged one, takes for a program, from its start to its end. */
export const nodeStartMs = async (args: ReadonlyArray<string>): Promise<number> => {
  const seconds = await secondsOf(async () => {
    const child = spawn(process.execPath, [...args], { stdio: "ignore" })
    const [code] = await once(child, "exit")
    if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}`)
  })
  return seconds * 1000
}
