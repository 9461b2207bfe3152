import { setFlagsFromString } from "node:v8"

/** By then a console has started: compiling what only a start calls would cost it a quarter of its time. */
const startedMs = 1000

/**
 * A console is open all day and makes little garbage at a time: a young generation that does not grow saves a fifth. A worker
 * that downloads lives in 45 MB: it would stand at 350 for its garbage, at 300 with a small young generation, and stays at 190
 * where the old one is collected when it has doubled. That costs a fifth of its processor time and nothing of its rate, for the
 * database is slower (ADR 30). In a file of its own, so that the bench measures a worker with the flags that it is started with.
 */
export function stayLean(command) {
  if (["console", "demo", "worker"].includes(command)) setFlagsFromString("--semi-space-growth-factor=1")
  if (["demo", "worker"].includes(command)) setFlagsFromString("--heap-growing-percent=100")
}

/**
 * A person presses a key now and then: by V8's own counts, made for programs that repeat a thing a million times, what a key
 * does is interpreted for the first hours. Here it is compiled after a few hundred keys, and a key costs a third less.
 */
export function compileEarly(command) {
  if (command !== "console") return
  setFlagsFromString("--no-lazy-feedback-allocation")
  const compile = () => {
    setFlagsFromString("--invocation-count-for-maglev=30")
    setFlagsFromString("--invocation-count-for-turbofan=200")
  }
  setTimeout(compile, startedMs).unref()
}
