// Starts a bundled program as the launcher starts a worker: the heap is told how to grow before the first line of it is read.
import { pathToFileURL } from "node:url"
import { stayLean } from "../../bin/engine-flags.mjs"

stayLean("worker")
await import(pathToFileURL(process.env.BENCH_PROGRAM).href)
