// Bundles the program into dist/. Plain JavaScript that Node 20 runs: it comes before a newer Node is sure.
//
//   node scripts/build.mjs            builds what has changed
//   node scripts/build.mjs --clean    builds into an empty dist/
import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { leanPackages } from "./lean-packages.mjs"

const scriptFile = fileURLToPath(import.meta.url)
const repository = dirname(dirname(scriptFile))

/** An entry becomes dist/<name>.mjs. The sandbox plays the outside world in a process of its own. */
const entries = [
  { name: "main", file: "src/app/main.ts", required: true },
  { name: "sandbox", file: "src/sandbox/main.ts", required: false }
]

/** How long the parts of an earlier build stay: a running program loads its console from them when it is opened. */
const keepOldPartsMs = 24 * 60 * 60 * 1000
const stampName = "build-stamp"

function presentEntries(root) {
  const present = entries.filter(({ file }) => existsSync(join(root, file)))
  const missing = entries.find((entry) => entry.required && !present.includes(entry))
  if (missing !== undefined) throw new Error(`${missing.file} is missing: this is not a clone of switchyard`)
  return present
}

/** Size and time of every source, as make would look at them: a few milliseconds for some hundred files. */
function stampOf(root) {
  const hash = createHash("sha256")
  const add = (path) => {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${relative(root, path)}\0${size}\0${mtimeMs}\n`)
  }
  const addFolder = (folder) => {
    const found = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of found) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) addFolder(path)
      else add(path)
    }
  }
  addFolder(join(root, "src"))
  add(join(root, "package-lock.json"))
  add(scriptFile)
  add(join(dirname(scriptFile), "lean-packages.mjs"))
  return hash.digest("hex")
}

const readStamp = (dist) =>
  existsSync(join(dist, stampName)) ? readFileSync(join(dist, stampName), "utf8") : ""

export const isBuilt = (root = repository) =>
  existsSync(join(root, "dist", "main.mjs")) && readStamp(join(root, "dist")) === stampOf(root)

/** How everything of ours is bundled: what ships, and what the bench measures in its stead. */
export const bundleOptions = (root, present, outdir) => ({
  absWorkingDir: root,
  entryPoints: present.map(({ name, file }) => ({ in: join(root, file), out: name })),
  outdir,
  outExtension: { ".js": ".mjs" },
  chunkNames: "parts/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  jsx: "automatic",
  define: {
    "process.env.NODE_ENV": '"production"',
    // The other two words of CommonJS: here they mean the part they ended up in.
    __dirname: "import.meta.dirname",
    __filename: "import.meta.filename"
  },
  // Node reads every byte it starts; names stay as they are, so that a stack trace can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: "linked",
  sourcesContent: false,
  // Packages that are CommonJS inside ask for `require`, which an ES module does not have.
  banner: {
    js: 'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);'
  },
  // Only there when somebody installed them; each use is in a try block of the package.
  external: ["pg-native", "redis", "*.node"],
  plugins: [withoutDevtools, leanPackages],
  logLevel: "silent"
})

/** Ink loads React's devtools lazily. Marked external they would become a static import of something that is not installed. */
const withoutDevtools = {
  name: "without-devtools",
  setup(build) {
    build.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: "empty" }))
    build.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export default {}" }))
  }
}

/** Parts first, entries after them, the stamp last: whoever starts meanwhile sees the old program or the new one, whole. */
function moveIntoPlace(draft, dist) {
  const parts = join(draft, "parts")
  mkdirSync(join(dist, "parts"), { recursive: true })
  const names = existsSync(parts) ? readdirSync(parts) : []
  for (const name of names) renameSync(join(parts, name), join(dist, "parts", name))
  for (const entry of readdirSync(draft, { withFileTypes: true }))
    if (entry.isFile()) renameSync(join(draft, entry.name), join(dist, entry.name))
  for (const name of readdirSync(join(dist, "parts"))) {
    const old = join(dist, "parts", name)
    const found = names.includes(name) ? undefined : statSync(old, { throwIfNoEntry: false })
    if (found !== undefined && Date.now() - found.mtimeMs > keepOldPartsMs) rmSync(old, { force: true })
  }
}

/** Builds if anything has changed. Answers whether it did. */
export async function build({ root = repository, clean = false } = {}) {
  if (!clean && isBuilt(root)) return false
  const present = presentEntries(root)
  const dist = join(root, "dist")
  const stamp = stampOf(root)
  const { build: bundle } = await import("esbuild")
  const draft = join(root, `dist.draft-${process.pid}`)
  try {
    await bundle(bundleOptions(root, present, draft))
    if (clean) rmSync(dist, { recursive: true, force: true })
    moveIntoPlace(draft, dist)
    writeFileSync(join(dist, stampName), stamp)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return true
}

/** What is wrong with the sources, by file and line. */
export async function reportBuildError(error) {
  if (!Array.isArray(error.errors)) return error.message
  const { formatMessages } = await import("esbuild")
  return (await formatMessages(error.errors, { kind: "error" })).join("\n")
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === scriptFile) {
  try {
    const built = await build({ clean: process.argv.includes("--clean") })
    console.log(built ? "Built dist/." : "dist/ is up to date.")
  } catch (error) {
    console.error(await reportBuildError(error))
    process.exitCode = 1
  }
}
