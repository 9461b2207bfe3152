// Takes the figures, prints them and keeps them in bench/results.json. A miss is a figure, not an error: it exits 0.
//
//   npm run bench
//   npm run bench -- --only import_vs_copy,search_1m_p95_ms --quick
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { benchContext } from "./bench-context.ts"
import { openCluster } from "./cluster.ts"
import type { Figure, Result } from "./figure.ts"
import { take } from "./figure.ts"
import { figureTable } from "./figure-table.ts"
import { keep, line, summary } from "./report.ts"

const resultsFile = fileURLToPath(new URL("results.json", import.meta.url))

const chosen = (only: string | undefined): ReadonlyArray<Figure> => {
  if (only === undefined) return figureTable
  const names = only.split(",").map((name) => name.trim())
  const unknown = names.filter((name) => !figureTable.some((f) => f.name === name))
  if (unknown.length > 0) {
    console.error(
      `There is no figure ${unknown.join(", ")}. There are: ${figureTable.map((f) => f.name).join(", ")}`
    )
    process.exit(2)
  }
  return figureTable.filter((f) => names.includes(f.name))
}

const readArguments = () => {
  try {
    return parseArgs({ options: { only: { type: "string" }, quick: { type: "boolean", default: false } } })
      .values
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return process.exit(2)
  }
}

const options = readArguments()
const figures = chosen(options.only)
const from = performance.now()
const cluster = await openCluster()
const bench = benchContext(cluster, options.quick)
const results: Array<Result> = []
try {
  console.log(`PostgreSQL ${cluster.version}, Node ${process.versions.node}, durable commits`)
  for (const figure of figures) {
    const result = await take(figure, bench)
    results.push(result)
    console.log(line(result))
  }
} finally {
  await bench.close()
  await cluster.close()
}
// A quick look is not to be followed.
if (!options.quick)
  keep(
    resultsFile,
    results,
    figureTable.map((f) => f.name)
  )
console.log(`${summary(results)}, ${Math.round((performance.now() - from) / 1000)} s`)
process.exit(0)
