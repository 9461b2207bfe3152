import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { createTransport } from "nodemailer"
import { expect, test } from "vitest"
import { discontinued } from "../../src/sandbox/catalog.ts"
import type { World } from "../../src/sandbox/world.ts"
import {
  control,
  folder,
  purchaseOrderCsv,
  removeFolder,
  until,
  withSftp,
  withWorld
} from "./opened-world.ts"

async function send(world: World, mail: object, password = world.ready.smtp.password) {
  const { host, port, username } = world.ready.smtp
  const transport = createTransport({ host, port, secure: false, auth: { user: username, pass: password } })
  try {
    return await transport.sendMail({ from: "po@switchyard.example", subject: "Purchase order", ...mail })
  } finally {
    transport.close()
  }
}

const orderMail = (number: string, sku: string, messageId: string, encoding = "base64") => ({
  to: "orders@baker.example",
  text: "Please ship – danke schön.",
  messageId,
  attachments: [
    {
      filename: `${number}.csv`,
      content: purchaseOrderCsv(number, [["11", sku, 2]], "USPM"),
      contentTransferEncoding: encoding
    }
  ]
})

test("a purchase order by mail is in the ledger before the sender hears 250, and is shipped over SFTP", async () => {
  const dir = await folder()
  await withWorld({ dir, orders: 5 }, async (world) => {
    for (const [number, encoding] of [
      ["SY-1", "base64"],
      ["SY-2", "quoted-printable"]
    ] as const) {
      const sent = await send(
        world,
        orderMail(number, "BAK/0015", `<${number}@switchyard.example>`, encoding)
      )
      expect(sent.response).toMatch(/^250/)
      const ledger = await readFile(join(dir, "ledgers", "baker.jsonl"), "utf8")
      expect(ledger).toContain(`"kind":"purchase-order","key":"${number}"`)
    }
    await until(() =>
      Object.keys(world.books().suppliers["Baker Supply"]?.shipments ?? {}).length >= 2 ? true : null
    )
    const files = await withSftp(world, "Baker Supply", async (client) => {
      const listed = (await client.list("/outbound")).filter((file) => !file.name.startsWith("."))
      return Promise.all(listed.map(async (file) => String(await client.get(`/outbound/${file.name}`))))
    })
    expect(files.join("")).toMatch(/SY-1,11,BAK\/0015,[12],USPS,Priority Mail,9400\d{18},\d{4}-\d\d-\d\d/)
    expect(world.books().doubled).toEqual([])
  })
  await removeFolder(dir)
})

test("the same mail twice is a doubled purchase order in the books", () =>
  withWorld({ orders: 5 }, async (world) => {
    await send(world, orderMail("SY-1", "BAK/0015", "<a@switchyard.example>"))
    await send(world, orderMail("SY-1", "BAK/0015", "<a@switchyard.example>"))
    expect(world.books().suppliers["Baker Supply"]?.purchaseOrders).toEqual({ "SY-1": 2 })
    expect(world.books().doubled).toEqual(["Baker Supply: SY-1"])
  }))

test("what is discontinued is refused with 550 each time, and never shipped", () =>
  withWorld({ orders: 5 }, async (world) => {
    for (const id of ["<a@x>", "<b@x>"])
      await expect(send(world, orderMail("SY-9", discontinued.supplierSku, id))).rejects.toMatchObject({
        responseCode: 550,
        response: expect.stringContaining("discontinued")
      })
    const books = world.books().suppliers["Baker Supply"]
    expect(books).toMatchObject({ purchaseOrders: {}, shipments: {}, refused: { "SY-9": 2 } })
    await expect(send(world, { to: "orders@baker.example", text: "no file" })).rejects.toMatchObject({
      responseCode: 550
    })
  }))

test("all other mail is kept as alerts", () =>
  withWorld({ orders: 5 }, async (world) => {
    await send(world, {
      to: "ops@acme.example",
      subject: "3 orders wait",
      text: "Free Shipping",
      messageId: "<alert-1@x>"
    })
    const { alertMails, suppliers } = world.books()
    expect(alertMails.counts).toEqual({ "<alert-1@x>": 1 })
    expect(alertMails.mails).toMatchObject([{ to: ["ops@acme.example"], subject: "3 orders wait" }])
    expect(suppliers["Baker Supply"]?.purchaseOrders).toEqual({})
  }))

test("a wrong password is refused", () =>
  withWorld({ orders: 5 }, async (world) => {
    await expect(send(world, { to: "ops@acme.example", text: "x" }, "guess")).rejects.toMatchObject({
      code: "EAUTH"
    })
  }))

test("its faults: a lost answer is in the books, a lost request and a temporary refusal are not", () =>
  withWorld({ orders: 5 }, async (world) => {
    const dial = (dials: object) => control(world, "POST", "/faults", { party: "mail", dials })
    await dial({ "drop-request": 1 })
    await expect(send(world, orderMail("SY-1", "BAK/0015", "<1@x>"))).rejects.toThrow()
    await dial({ "server-error": 1 })
    await expect(send(world, orderMail("SY-2", "BAK/0015", "<2@x>"))).rejects.toMatchObject({
      responseCode: 451
    })
    await dial({ "drop-answer": 1 })
    await expect(send(world, orderMail("SY-3", "BAK/0015", "<3@x>"))).rejects.toThrow()
    expect(world.books().suppliers["Baker Supply"]?.purchaseOrders).toEqual({ "SY-3": 1 })
  }))
