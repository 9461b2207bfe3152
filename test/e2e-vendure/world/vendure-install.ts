import { createHash } from "node:crypto"
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { runCommand } from "./bounded-process.ts"

const MANIFEST = JSON.stringify(
  {
    name: "switchyard-e2e-vendure",
    private: true,
    dependencies: { "@vendure/core": "3.7.3", pg: "8.22.0" },
    // The newest one that it asks for is not served; `pg` because native drivers are built for other Nodes.
    overrides: { "@graphql-tools/batch-execute": "10.2.0" }
  },
  null,
  2
)

const INSTALL_TIMEOUT_MS = 5 * 60_000

/** Vendure in a folder of its own under the cache (GPL: beside us, never among our dependencies). Returns its folder. */
export const installVendure = (cacheDir: string): Promise<string> =>
  installBeside(cacheDir, { name: "vendure", manifest: MANIFEST, witness: "@vendure/core" })

export interface Program {
  readonly name: string
  /** Its package.json. */
  readonly manifest: string
  /** A package that is there when all is. */
  readonly witness: string
}

/** A program of somebody else's in a folder of its own under the cache, kept between runs. Returns its folder. */
export async function installBeside(cacheDir: string, program: Program): Promise<string> {
  const fingerprint = createHash("sha256").update(program.manifest).digest("hex").slice(0, 12)
  const folder = join(cacheDir, `${program.name}-${fingerprint}`)
  if (!(await isInstalled(folder, program))) await install(cacheDir, folder, program)
  return folder
}

async function isInstalled(folder: string, { witness }: Program): Promise<boolean> {
  try {
    await readFile(join(folder, "node_modules", witness, "package.json"))
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return false
    throw cause
  }
}

/** Installs elsewhere and renames, so that a run that is killed half-way leaves nothing that looks finished. */
async function install(cacheDir: string, folder: string, program: Program): Promise<void> {
  await mkdir(cacheDir, { recursive: true })
  const building = await mkdtemp(join(cacheDir, "installing-"))
  try {
    await writeFile(join(building, "package.json"), program.manifest)
    await runCommand({
      command: "npm",
      args: ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
      cwd: building,
      env: environmentForNpm(),
      timeoutMs: INSTALL_TIMEOUT_MS
    })
    await rename(building, folder)
  } catch (cause) {
    // Two runs may finish at once: the folder of the first is as good as ours.
    if (!(await isInstalled(folder, program))) throw cause
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

/** Inside `npm run` npm tells its children where its project is; this install is for another folder. */
function environmentForNpm(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_config_local_prefix|npm_package_|npm_lifecycle_|INIT_CWD)/i.test(name)
    )
  )
}
