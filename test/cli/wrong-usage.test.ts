import { describe, expect, it } from "vitest"
import { runCommand } from "../../src/cli/run-command.ts"
import { piped, typed } from "./surroundings.ts"

const said = async (line: string) => {
  const invocation = await typed(...line.split(" ").filter((w) => w !== ""))
  if (invocation.kind !== "print") throw new Error(`${line} was taken`)
  expect(invocation.code).toBe(2)
  expect(invocation.stdout).toBe("")
  return invocation.stderr
}

describe("wrong usage", () => {
  it.each([
    ["ordrs list", "Did you mean orders?"],
    ["order list", "Did you mean orders?"],
    ["orders lst", "Did you mean list?"],
    ["db role ad", "Did you mean add?"],
    ["orders list --chanel x", "Did you mean --channel?"],
    ["orders resolve 1 --set phnoe=1", "Did you mean phone?"],
    ["orders list --status proccessed", "Did you mean processed?"],
    ["channels set shop --plan vpi", "Did you mean vip?"]
  ])("%s: %s", async (line, hint) => {
    expect(await said(line)).toContain(hint)
  })

  it.each([
    ["orders", "Which command of orders?"],
    ["db role", "Which command of db role?"],
    ["orders show", "needs <order>"],
    ["orders show 1 2", "one word is too many"],
    ["orders list --limit", "--limit needs a value"],
    ["orders list --limit --needs-me", "--limit needs a value"],
    ["orders list --limit many", "--limit takes a whole number, 1 to 500"],
    ["orders list --limit 501", "1 to 500"],
    ["orders list --needs-me=yes", "takes no value"],
    ["orders list --channel a --channel b", "given twice"],
    ["orders list --after yesterday", "--after takes"],
    ["orders process", "Which orders?"],
    ["orders process 1 --all-ready", "not both"],
    ["orders process 1 --channel a", "goes with --all-ready"],
    ["orders resolve 1 --method Acme=Ground", "--method needs --save"],
    ["orders resolve 1 --save order", "there is none"],
    ["orders resolve 1 --method A=x --method B=y --save channel", "Save one --method at a time"],
    ["orders resolve 1 --set phone", "--set takes field=value"],
    ["channels add shop --kind vendure", "needs --earliest"],
    ["channels add shop --earliest 2026-01-01", "needs --kind"],
    ["channels add shop --kind vendure --earliest soon", "--earliest takes a date"],
    ["channels set shop", "What is to be changed?"],
    ["channels set shop --service download=on", "the names are order-download"],
    ["channels set shop --service order-download=often", "takes on, off, plan"],
    ["channels set shop --service order-download=0", "takes on, off, plan"],
    ["channels set shop --accept shop", "goes with --auto-processing on"],
    ["suppliers add Acme --transport sftp", "needs --tracking"],
    ["suppliers add Acme --transport sftp --tracking none", "--accept-no-tracking"],
    ["suppliers set Acme --ship-method UPS|Ground", "Carrier|Method|code"],
    ["suppliers set Acme --required phone,fax", "no field fax"],
    ["suppliers set Acme --currency usd", "three letters"],
    ["map ship-method shop Acme Free UPS", "needs <method>"],
    ["doubts settle PO-1 --reason x", "--sent (it arrived) or --not-sent"],
    ["doubts settle PO-1 --sent --not-sent --reason x", "--sent (it arrived) or --not-sent"],
    ["doubts settle PO-1 --sent", "--reason is kept as evidence"],
    ["sync history soon", "a run's number"],
    ["test-order shop --timeout 5", "goes with --follow"]
  ])("%s: %s", async (line, message) => {
    const stderr = await said(line)
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^switchyard: .*\nSee: switchyard .*--help\n$/)
  })

  it("is told as JSON on standard output when JSON is asked for", async () => {
    const invocation = await typed("orders", "list", "--json", "--nothing")
    expect(invocation).toMatchObject({ kind: "print", code: 2, stderr: "" })
    expect(invocation.kind === "print" && JSON.parse(invocation.stdout)).toEqual({
      error: { reason: "Usage", message: "orders list has no flag --nothing." }
    })
  })

  it("shows hostile words as pictures", async () => {
    expect(await said("\u001b[2J")).not.toContain("\u001b")
    expect(await said("orders list --\u001b[2J")).not.toContain("\u001b")
  })

  it.each([
    "channels add shop --kind vendure --earliest 2026-01-01 --secret password hunter2",
    "channels add shop --kind vendure --earliest 2026-01-01 --secret password=hunter2",
    "channels add shop --kind vendure --earliest 2026-01-01 --secret=password=hunter2",
    "channels add shop --kind vendure --earliest 2026-01-01 --password=hunter2",
    "channels add shop --kind vendure --earliest 2026-01-01 --password hunter2",
    "suppliers add Acme --transport sftp --tracking sftp --secret password=hunter2",
    "suppliers set Acme --secret-file hunter2"
  ])("takes no secret as an argument, and does not repeat it: %s", async (line) => {
    expect(await said(line)).not.toContain("hunter2")
  })
})

describe("words before and after the command", () => {
  it("takes global flags on either side", async () => {
    expect(await typed("--as", "ann", "--json", "orders", "list")).toMatchObject({
      kind: "effect",
      path: ["orders", "list"],
      as: "ann",
      format: { json: true }
    })
    expect(await typed("worker", "--drain", "--as=ann", "--quiet")).toMatchObject({
      kind: "app",
      path: ["worker"],
      as: "ann",
      quiet: true,
      input: { flags: { drain: true } }
    })
  })

  it("prints version and help of everything, of a group and of nothing", async () => {
    expect(await typed("--version")).toMatchObject({ kind: "print", code: 0, stdout: "9.9.9\n" })
    expect(await typed("orders", "list", "--version")).toMatchObject({ kind: "print", stdout: "9.9.9\n" })
    const nothing = await typed()
    expect(nothing).toMatchObject({ kind: "print", code: 0 })
    expect(nothing).toEqual(await typed("--help"))
    expect(await typed("orders", "-h")).toMatchObject({ kind: "print", code: 0, stderr: "" })
  })

  it("leaves what follows -- alone", async () => {
    expect(await typed("orders", "show", "--", "--help")).toMatchObject({ kind: "effect" })
  })

  it("styles nothing when the output is no terminal or NO_COLOR is set", async () => {
    const formatAt = (isTTY: boolean, env: Record<string, string>) =>
      runCommand(["orders", "list"], { ...piped, env, output: { isTTY, columns: 80 } })
    expect(await formatAt(false, {})).toMatchObject({ format: { color: false, columns: null } })
    expect(await formatAt(true, {})).toMatchObject({ format: { color: true, columns: 80 } })
    expect(await formatAt(true, { NO_COLOR: "1" })).toMatchObject({ format: { color: false, columns: 80 } })
  })
})
