import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sandboxMailFile } from "../../src/app/sandbox-mail.ts"
import { bundlePrograms, type Programs } from "./bundle.ts"
import { ChaosDatabase } from "./database.ts"
import { foundChaos } from "./found.ts"
import { environmentOf, House } from "./house.ts"
import { installObserver } from "./observer.ts"
import { Operator } from "./operator.ts"
import { Sandbox } from "./sandbox.ts"

export interface ChaosWorldOptions {
  readonly seed: number
  readonly orders: number
  readonly speed: number
  /** Leave the folder for inspection. */
  readonly keep: boolean
}

/** Everything that a run needs, besides workers: a folder, a database, everybody outside, the operator. */
export interface ChaosWorld {
  readonly folder: string
  readonly programs: Programs
  readonly database: ChaosDatabase
  readonly sandbox: Sandbox
  readonly house: House
  readonly operator: Operator
  /** The environment of a worker. */
  readonly env: NodeJS.ProcessEnv
  readonly close: () => Promise<void>
}

const smtpUrl = ({ smtp }: Sandbox["ready"]): string =>
  `smtp://${encodeURIComponent(smtp.username)}:${encodeURIComponent(smtp.password)}@${smtp.host}:${smtp.port}?from=alerts@switchyard.example&security=none`

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-chaos-"))
  // As root PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o711)
  return folder
}

/** Closed in the opposite order of opening, whatever fails in between. */
class Closing {
  readonly #steps: Array<() => Promise<void>> = []
  #ended: Promise<void> | undefined

  add(step: () => Promise<void>): void {
    this.#steps.push(step)
  }

  run(): Promise<void> {
    this.#ended ??= this.#all()
    return this.#ended
  }

  async #all(): Promise<void> {
    const faults: Array<unknown> = []
    for (const step of this.#steps.reverse()) await step().catch((fault: unknown) => faults.push(fault))
    if (faults.length > 0) throw faults[0]
  }
}

export async function openChaosWorld(options: ChaosWorldOptions): Promise<ChaosWorld> {
  const folder = newFolder()
  const closing = new Closing()
  if (!options.keep) closing.add(async () => rmSync(folder, { recursive: true, force: true }))
  try {
    const [programs, database] = await Promise.all([bundlePrograms(folder), ChaosDatabase.open(folder)])
    closing.add(() => database.close())
    const sandbox = await Sandbox.open({ program: programs.sandbox, folder, ...options })
    closing.add(() => sandbox.close())
    const home = join(folder, "home")
    mkdirSync(home, { recursive: true, mode: 0o700 })
    writeFileSync(sandboxMailFile(home), smtpUrl(sandbox.ready), { mode: 0o600 })
    const base = environmentOf(home, database.url)
    const house = await House.open(base, foundChaos(sandbox.ready))
    closing.add(() => house.close())
    await installObserver(house.sql)
    return {
      folder,
      programs,
      database,
      sandbox,
      house,
      operator: new Operator(house),
      env: { ...base, NODE_COMPILE_CACHE: join(folder, "compiled") },
      close: () => closing.run()
    }
  } catch (cause) {
    await closing.run()
    throw cause
  }
}
