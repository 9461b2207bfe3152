import { chmod, readFile, rename, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import postgres from "postgres"
import type { Operator } from "./operator.ts"
import type { Report } from "./report.ts"

/** Changes the installation's rows behind its back, as an older backup or another version would. */
export const behindItsBack = async (
  operator: Operator,
  work: (sql: postgres.Sql) => Promise<unknown>
): Promise<void> => {
  const { socketDir } = await operator.json<{ socketDir: string }>(["db", "status"])
  const sql = postgres({
    host: socketDir,
    user: "switchyard",
    database: "switchyard",
    max: 1,
    connection: { search_path: "switchyard" }
  })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}

export const newerDatabase = async (operator: Operator, report: Report): Promise<void> => {
  await behindItsBack(
    operator,
    (sql) =>
      sql`insert into schema_migrations (version, name, hash) values (9999, '9999_from_the_future.sql', 'x')`
  )
  const said = await operator.run(["orders", "list"])
  report.refused("a database newer than the program", said, 1, /9999_from_the_future/, /newer/)
  const doctor = await operator.run(["doctor"])
  report.check("doctor names it too", doctor.code === 1 && /9999_from_the_future/.test(doctor.stdout), doctor)
  const worker = await operator.run(["worker", "--drain"])
  report.refused("a worker does not touch it", worker, 1, /9999_from_the_future/)
  await behindItsBack(operator, (sql) => sql`delete from schema_migrations where version = 9999`)
  const again = await operator.run(["orders", "list"])
  report.check("the right version goes on as before", again.code === 0, again)
}

export const wrongWorld = async (
  operator: Operator,
  report: Report,
  other: "live" | "sandbox"
): Promise<void> => {
  const said = await operator.with({ SWITCHYARD_WORLD: other }).run(["orders", "list"])
  const own = other === "live" ? "sandbox" : "live"
  report.refused(`a ${own} installation opened as ${other}`, said, 1, new RegExp(own), /SWITCHYARD_WORLD/)
}

const addShop = (operator: Operator, name: string) =>
  operator.run(
    [
      ...["channels", "add", name, "--kind", "vendure", "--earliest", "2026-01-01", "--untested"],
      ...["--set", "url=https://shop.example/admin-api", "--secret", "username", "--secret", "password"]
    ],
    "us\nsecret-word\n"
  )

/** The key of the secrets: open to others, lost, another one. Nothing of it may be made anew. */
export const keyTrouble = async (operator: Operator, report: Report): Promise<void> => {
  const added = await addShop(operator, "keyed")
  report.check("a channel with secrets is added", added.code === 0, added)
  const file = join(operator.home, "key")
  const before = await readFile(file)
  const test = () => operator.run(["channels", "test", "keyed"])
  await chmod(file, 0o640)
  report.refused("a key that the group can read", await test(), 1, /chmod 600/)
  await chmod(file, 0o600)
  await rename(file, `${file}.away`)
  report.refused("a lost key, when a secret is read", await test(), 1, /key/, /backup/)
  const again = await addShop(operator, "keyed-too")
  report.refused("a lost key, when a secret is stored", again, 1, /key/, /backup/)
  const remade = await stat(file).then(
    () => true,
    () => false
  )
  report.check("no new key was made", !remade)
  await writeFile(file, `${Buffer.alloc(32, 7).toString("base64")}\n`, { mode: 0o600 })
  report.refused("a wrong key", await test(), 1, /the key here is/)
  report.refused("a wrong key, when a secret is stored", await addShop(operator, "keyed-too"), 1, /key/)
  const doctor = await operator.run(["doctor"])
  report.check(
    "doctor says that the key is wrong",
    doctor.code === 1 && /FAIL\s+key/.test(doctor.stdout),
    doctor
  )
  await rename(`${file}.away`, file)
  report.check("the key file was not touched", before.equals(await readFile(file)))
  const healthy = await operator.run(["doctor"])
  report.check("with the right key back the secrets open", /ok\s+key/.test(healthy.stdout), healthy)
}
