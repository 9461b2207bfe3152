import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Operator } from "./operator.ts"
import type { Report } from "./report.ts"

export const wrongSettings = async (operator: Operator, report: Report): Promise<void> => {
  const add = (...flags: ReadonlyArray<string>) =>
    operator.run(["channels", "add", "wrong", "--earliest", "2026-01-01", ...flags])
  report.listed("an unknown kind of channel", await add("--kind", "shopfy"), 1, /shopfy/, /vendure/)
  report.refused(
    "missing settings, all at once",
    await add("--kind", "vendure"),
    1,
    /url/,
    /username/,
    /password/
  )
  const told = await add(
    "--kind",
    "vendure",
    "--set",
    "url=https://shop.example/admin-api",
    "--set",
    "password=hunter2"
  )
  report.listed("a secret on the command line", told, 1, /password/, /--secret/)
  report.check("it is not repeated", !/hunter2/.test(told.stderr + told.stdout), told)
  const listed = await operator.run(["channels", "list", "--json"])
  report.check("nothing of it was added", !/"wrong"/.test(listed.stdout), listed)
  const supplier = await operator.run([
    ...["suppliers", "add", "Wrong", "--transport", "sftp-csv", "--tracking", "sftp"]
  ])
  report.refused(
    "missing settings of a supplier, all at once",
    supplier,
    1,
    /host/,
    /user/,
    /hostKey/,
    /inboundFolder/
  )
}

const header = "sku,supplier_sku,title,cost,priority"

/** Expects the supplier Paper to be there. */
export const wrongProducts = async (operator: Operator, report: Report, folder: string): Promise<void> => {
  await operator.run(
    [
      ...[
        "suppliers",
        "add",
        "Paper",
        "--transport",
        "sftp-csv",
        "--tracking",
        "sftp",
        "--set",
        "host=127.0.0.1"
      ],
      ...["--set", "port=1", "--set", "user=us", "--set", `hostKey=SHA256:${"A".repeat(43)}`],
      ...["--set", "inboundFolder=/inbound", "--secret", "password"]
    ],
    "secret-word"
  )
  const file = join(folder, "products.csv")
  const read = async (text: string) => {
    await writeFile(file, text)
    return operator.run(["suppliers", "products", "Paper", file])
  }
  const broken = await read(`${header}\nA-1,1,Lamp,12.50,1\nA-2,2,Tray,twelve,1\n,3,Rug,1,1\n`)
  report.listed(
    "a malformed products file",
    broken,
    1,
    /^\s+3\s+cost\s/m,
    /^\s+4\s+sku\s/m,
    /Nothing was imported/
  )
  report.listed(
    "a products file without a column",
    await read("sku,title\nA,B\n"),
    1,
    /[Ll]ine 1/,
    /supplier_sku/
  )
  report.listed(
    "a products file that is no CSV",
    await read(`${header}\n"A-1,1,Lamp,1,1\n`),
    1,
    /[Ll]ine|CSV/
  )
  report.listed("an empty products file", await read(""), 1, /empty/)
  const none = await operator.run(["suppliers", "products", "Paper", join(folder, "none.csv")])
  report.refused("a products file that is not there", none, 1, /none\.csv/)
}
