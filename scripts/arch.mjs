// Holds the import rules of ARCHITECTURE.md: `npm run arch`. Fails on a broken rule, on a tree in which no module was
// read (a parser that cannot read TypeScript passes everything), and when a planted violation goes unseen.
import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cruiser = join(root, "node_modules", ".bin", "depcruise")
const fewestModules = 50

const cruise = (...args) =>
  spawnSync(cruiser, ["--config", ".dependency-cruiser.mjs", ...args], { cwd: root, encoding: "utf8" })

const real = cruise("--output-type", "err", "src")
const said = `${real.stdout}${real.stderr}`
const modules = Number(/(\d+) modules/.exec(said)?.[1] ?? 0)
const errors = said.split("\n").filter((line) => /^\s*error /.test(line))
if (errors.length > 0 || modules < fewestModules) {
  process.stdout.write(said)
  if (modules < fewestModules) console.log(`arch: only ${modules} modules were read, so nothing was checked.`)
  process.exit(1)
}

// A noun that imports the database: if this passes, the rules hold nothing.
const planted = join(root, "src", "domain", "model", `planted-violation-${process.pid}.ts`)
mkdirSync(dirname(planted), { recursive: true })
writeFileSync(planted, `import { connect } from "../../store/database.ts"\nexport const planted = connect\n`)
try {
  const seen = cruise("--output-type", "err", planted.slice(root.length + 1))
  if (!/error model-stands-alone/.test(seen.stdout)) {
    process.stdout.write(seen.stdout + seen.stderr)
    console.log("arch: a planted violation was not seen.")
    process.exit(1)
  }
} finally {
  rmSync(planted, { force: true })
}
console.log(`arch: ${modules} modules keep the rules, and a planted violation is seen`)
