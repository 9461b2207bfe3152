import { setFlagsFromString } from "node:v8"

/** That of the Node which comes with our packages: an older one does not know each name, and says so on the screen. */
const isKnownV8 = process.versions.v8.startsWith("13.6.")

/**
 * A console is open all day and makes little garbage at a time: a young generation that does not grow saves a fifth. A worker
 * that downloads lives in 45 MB: it would stand at 350 for its garbage, at 300 with a small young generation, and stays at 190
 * where the old one is collected when it has doubled. That costs a fifth of its processor time and nothing of its rate, for the
 * database is slower (ADR 30). In a file of its own, so that the bench measures a worker with the flags that it is started with.
 */
export function stayLean(command) {
  if (["console", "demo", "worker"].includes(command)) setFlagsFromString("--semi-space-growth-factor=1")
  if (["demo", "worker"].includes(command)) setFlagsFromString("--heap-growing-percent=100")
  // At rest V8 collects every hundred seconds to give back two megabytes: more work than all else that a console at rest does.
  if (command === "console" && isKnownV8) setFlagsFromString("--memory-reducer-gc-count=0")
}

/** What a console calls is observed from the first call on; `compile-for-keys.ts` has it compiled early by that. */
export function observeEarly(command) {
  if (command === "console") setFlagsFromString("--no-lazy-feedback-allocation")
}
