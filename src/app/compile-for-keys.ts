import { setFlagsFromString } from "node:v8"

interface Counts {
  readonly maglev: number
  readonly turbofan: number
}

/** V8's own, made for programs that repeat a thing a million times. */
const usual: Counts = { maglev: 400, turbofan: 3000 }
const early: Counts = { maglev: 30, turbofan: 200 }
const restMs = 2000
/** That of the Node which comes with our packages. Another V8 may not know these names, and would say so on the screen. */
const knownV8 = "13.6."

const demand = ({ maglev, turbofan }: Counts): void => {
  setFlagsFromString(`--invocation-count-for-maglev=${maglev}`)
  setFlagsFromString(`--invocation-count-for-turbofan=${turbofan}`)
}

/**
 * A person presses a key now and then, so by V8's counts what a key does would be interpreted for hours. While keys come it is
 * compiled after some hundred of them, and a key costs a third less; what only data does keeps the usual counts, since
 * compiling it costs more than it saves. Called with each key.
 */
export const compileForKeys = (v8 = process.versions.v8): (() => void) => {
  if (!v8.startsWith(knownV8)) return () => {}
  let rest: NodeJS.Timeout | null = null
  return () => {
    if (rest !== null) {
      rest.refresh()
      return
    }
    rest = setTimeout(() => {
      rest = null
      demand(usual)
    }, restMs).unref()
    // After the frame of this key, which nobody shall wait for.
    setImmediate(() => demand(early))
  }
}
