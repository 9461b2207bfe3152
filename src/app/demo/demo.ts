import { writeFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import { syncNow } from "../../domain/operations/sync-now.ts"
import { Actor } from "../../domain/ports/actor.ts"
import type { AppConfig } from "../config.ts"
import { sandboxMailFile } from "../sandbox-mail.ts"
import { foundDemo } from "./found-demo.ts"
import { runHeadless } from "./headless.ts"
import { startSandbox, startWorker } from "./sandbox-process.ts"
import type { SandboxReady } from "./sandbox-ready.ts"

export interface DemoInput {
  /** null: as the world here was founded; 60 orders of seed 1 when there is none. */
  readonly orders: number | null
  readonly seed: number | null
  readonly speed: number
}

const smtpUrl = ({ smtp }: SandboxReady): string => {
  const login =
    smtp.username === "" ? "" : `${encodeURIComponent(smtp.username)}:${encodeURIComponent(smtp.password)}@`
  return `smtp://${login}${smtp.host}:${smtp.port}?from=alerts@switchyard.example&security=none`
}

/** The outside world, for as long as the scope lives. Its own mail server takes the alerts. */
export const openDemo = Effect.fn("openDemo")(function* (config: AppConfig, input: DemoInput) {
  const ready = yield* startSandbox({ home: config.home, ...input })
  writeFileSync(sandboxMailFile(config.home), smtpUrl(ready), { mode: 0o600 })
  return ready
})

/** Sets up what the first start needs, starts the worker and the first syncs. */
export const animate = Effect.fn("animate")(function* (config: AppConfig, ready: SandboxReady) {
  yield* foundDemo(ready).pipe(Effect.provideService(Actor, "demo"))
  yield* startWorker(config.home)
  yield* syncNow("orders", null)
  yield* syncNow("tracking", null)
})

export const headless = (ready: SandboxReady, say: (line: string) => void) =>
  runHeadless(ready, say).pipe(Effect.provideService(Actor, "demo"))
