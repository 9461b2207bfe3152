import { createHash } from "node:crypto"
import { Client } from "ssh2"
import SftpClient from "ssh2-sftp-client"
import { expect, test } from "vitest"
import type { World } from "../../src/sandbox/world.ts"
import { control, purchaseOrderCsv, supplierOf, until, withSftp, withWorld } from "./opened-world.ts"

const idle = { paces: { collectAfterMs: 60_000, shipAfterMs: 40, cancelAfterMs: 60_000, roundMs: 20 } }

const upload = (world: World, name: string, content: string) =>
  withSftp(world, "Northwind", async (client) => {
    await client.put(Buffer.from(content), `/inbound/.${name}.tmp`)
    await client.rename(`/inbound/.${name}.tmp`, `/inbound/${name}`)
  })

interface Row {
  readonly po: string
  readonly line: string
  readonly quantity: number
  readonly tracking: string
}

/** Reads all shipment files as a partner would. */
const shipmentRows = (
  world: World,
  name: "Northwind" | "Baker Supply" = "Northwind"
): Promise<ReadonlyArray<Row>> =>
  withSftp(world, name, async (client) => {
    const files = (await client.list("/outbound")).filter((file) => !file.name.startsWith("."))
    const texts = await Promise.all(files.map((file) => client.get(`/outbound/${file.name}`)))
    return texts.flatMap((text) => {
      const [header, ...rows] = String(text).trim().split("\n")
      expect(header).toBe("po_number,line_id,sku,qty,carrier,service,tracking,ship_date")
      return rows.map((row) => {
        const [po = "", line = "", , qty, , , tracking = ""] = row.split(",")
        return { po, line, quantity: Number(qty), tracking }
      })
    })
  })

test("files are put, listed, looked at, fetched, renamed and deleted", () =>
  withWorld({ orders: 5, ...idle }, (world) =>
    withSftp(world, "Northwind", async (client) => {
      expect((await client.list("/")).map((entry) => [entry.type, entry.name]).sort()).toEqual([
        ["d", "archive"],
        ["d", "inbound"],
        ["d", "outbound"]
      ])
      const content = Buffer.from("x".repeat(300_000))
      await client.put(content, "/inbound/.a.csv.tmp")
      expect(await client.stat("/inbound/.a.csv.tmp")).toMatchObject({ size: 300_000, isFile: true })
      await client.rename("/inbound/.a.csv.tmp", "/inbound/a.csv")
      expect(await client.exists("/inbound/.a.csv.tmp")).toBe(false)
      expect(await client.exists("/inbound/a.csv")).toBe("-")
      expect((await client.get("/inbound/a.csv")).toString()).toBe(content.toString())
      expect(await client.realPath("inbound/../outbound")).toBe("/outbound")
      await client.mkdir("/outbound/read")
      await client.delete("/inbound/a.csv")
      expect(await client.list("/inbound")).toEqual([])
    })
  ))

test("a rename onto a name that is taken is refused, and both files stay", () =>
  withWorld({ orders: 5, ...idle }, (world) =>
    withSftp(world, "Northwind", async (client) => {
      await client.put(Buffer.from("one"), "/inbound/.one")
      await client.put(Buffer.from("two"), "/inbound/two.csv")
      await expect(client.rename("/inbound/.one", "/inbound/two.csv")).rejects.toThrow()
      expect(String(await client.get("/inbound/.one"))).toBe("one")
      expect(String(await client.get("/inbound/two.csv"))).toBe("two")
    })
  ))

test("nobody leaves the own folder, whatever the path", () =>
  withWorld({ orders: 5, ...idle }, async (world) => {
    await withSftp(world, "Baker Supply", (client) =>
      client.put(Buffer.from("secret"), "/outbound/secret.txt")
    )
    await withSftp(world, "Northwind", async (client) => {
      for (const path of [
        "/../baker/outbound/secret.txt",
        "../../baker/outbound/secret.txt",
        "/../../deed.json"
      ])
        await expect(client.get(path)).rejects.toThrow()
    })
  }))

test("a wrong password is refused, and the host key is the one that was announced", () =>
  withWorld({ orders: 5 }, async (world) => {
    const { host, port, username, password, hostKeyFingerprint } = supplierOf(world, "Northwind").sftp
    const client = new SftpClient()
    client.on("error", () => undefined)
    await expect(client.connect({ host, port, username, password: "guess" })).rejects.toThrow()
    const seen = await new Promise<string>((resolve, reject) => {
      const ssh = new Client()
      ssh.on("error", reject)
      ssh.connect({
        host,
        port,
        username,
        password,
        hostVerifier: (key: Buffer) => {
          resolve(`SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`)
          ssh.end()
          return true
        }
      })
    })
    expect(seen).toBe(hostKeyFingerprint)
  }))

test("the clerk books what comes in and ships exactly that, some of it in parts", () =>
  withWorld({ orders: 5 }, async (world) => {
    const wanted = new Map<string, number>()
    for (let n = 1; n <= 12; n += 1) {
      const number = `SY-${String(n).padStart(6, "0")}`
      wanted.set(`${number}/a`, 3)
      wanted.set(`${number}/b`, n)
      await upload(
        world,
        `${number}.csv`,
        purchaseOrderCsv(number, [
          ["a", "10001", 3],
          ["b", "10002", n]
        ])
      )
    }
    const pieces = (rows: ReadonlyArray<Row>) => rows.reduce((sum, row) => sum + row.quantity, 0)
    const total = [...wanted.values()].reduce((sum, quantity) => sum + quantity, 0)
    const rows = await until(async () => {
      const seen = await shipmentRows(world)
      return pieces(seen) >= total ? seen : null
    })
    const shipped = new Map<string, number>()
    for (const row of rows)
      shipped.set(`${row.po}/${row.line}`, (shipped.get(`${row.po}/${row.line}`) ?? 0) + row.quantity)
    expect(shipped).toEqual(wanted)
    const parcels = new Map(
      [...Map.groupBy(rows, (row) => row.po)].map(([po, of]) => [po, new Set(of.map((r) => r.tracking)).size])
    )
    expect([...parcels.values()]).toContain(2)
    expect([...parcels.values()]).toContain(1)
    expect(rows.every((row) => /^1Z[0-9A-Z]{16}$/.test(row.tracking))).toBe(true)
    expect(Object.values(world.books().suppliers.Northwind?.purchaseOrders ?? {})).toEqual(Array(12).fill(1))
    expect(world.books().doubled).toEqual([])
  }))

test("unfinished uploads are left alone, and what nobody can read is booked as such and never shipped", () =>
  withWorld({ orders: 5 }, async (world) => {
    await withSftp(world, "Northwind", async (client) => {
      await client.put(Buffer.from(purchaseOrderCsv("SY-1", [["a", "10001", 1]])), "/inbound/.SY-1.csv")
      await client.put(Buffer.from(purchaseOrderCsv("SY-2", [["a", "10001", 1]])), "/inbound/SY-2.csv.part")
    })
    await upload(world, "SY-3.csv", purchaseOrderCsv("SY-3", [["a", "10001", -2]]))
    await upload(
      world,
      "SY-4.csv",
      purchaseOrderCsv("SY-4", [
        ["a", "10001", 1],
        ["a", "10001", 1]
      ])
    )
    await upload(world, "SY-5.csv", purchaseOrderCsv("SY-5", [["a", "10001", 1]]))
    const rows = await until(async () => {
      const seen = await shipmentRows(world)
      return seen.length > 0 ? seen : null
    })
    expect(rows.map((row) => row.po)).toEqual(["SY-5"])
    const books = world.books().suppliers.Northwind
    expect(books?.purchaseOrders).toEqual({ "SY-5": 1 })
    expect(books?.unreadable).toMatchObject([
      { reason: "line 2: qty must be a whole number above 0" },
      { reason: "line a comes twice" }
    ])
    const left = await withSftp(world, "Northwind", (client) => client.list("/inbound"))
    expect(left.map((file) => file.name).sort()).toEqual([".SY-1.csv", "SY-2.csv.part"])
  }))

test("the same purchase order in two files is counted twice and shipped once", () =>
  withWorld({ orders: 5 }, async (world) => {
    const csv = purchaseOrderCsv("SY-7", [["a", "10001", 1]])
    await upload(world, "SY-7.csv", csv)
    await until(() => (world.books().suppliers.Northwind?.purchaseOrders["SY-7"] === 1 ? true : null))
    await upload(world, "SY-7.csv", csv)
    await until(() => (world.books().suppliers.Northwind?.purchaseOrders["SY-7"] === 2 ? true : null))
    expect(world.books().doubled).toEqual(["Northwind: SY-7"])
    await until(() =>
      Object.keys(world.books().suppliers.Northwind?.shipments ?? {}).length > 0 ? true : null
    )
    expect(Object.values(world.books().suppliers.Northwind?.shipments ?? {})).toEqual([1])
    const archived = await withSftp(world, "Northwind", (client) => client.list("/archive"))
    expect(archived.map((file) => file.name).sort()).toEqual(["SY-7.csv", "SY-7.csv.2"])
  }))

test("its faults: a lost answer has renamed, a lost request has not, half an upload is half a file", () =>
  withWorld({ orders: 5, ...idle }, async (world) => {
    const dial = (dials: object) => control(world, "POST", "/faults", { party: "northwind", dials })
    const put = (name: string) =>
      withSftp(world, "Northwind", (client) =>
        client.put(Buffer.from("x".repeat(10_000)), `/inbound/${name}`)
      )
    const rename = (from: string, to: string) =>
      withSftp(world, "Northwind", (client) => client.rename(`/inbound/${from}`, `/inbound/${to}`))
    const names = async () => {
      await dial({})
      return (await withSftp(world, "Northwind", (client) => client.list("/inbound"))).map(
        (f) => `${f.name} ${f.size}`
      )
    }
    await put(".a")
    await dial({ "drop-request": 1 })
    await expect(rename(".a", "a.csv")).rejects.toThrow()
    expect(await names()).toEqual([".a 10000"])
    await dial({ "drop-answer": 1 })
    await expect(rename(".a", "a.csv")).rejects.toThrow()
    expect(await names()).toEqual(["a.csv 10000"])
    await dial({ half: 1 })
    await expect(put(".b")).rejects.toThrow()
    expect((await names()).sort()).toEqual([".b 5000", "a.csv 10000"])
  }))
