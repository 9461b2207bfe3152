import assert from "node:assert/strict"
import { createTransport } from "nodemailer"
import type { MailSupplier } from "../world/mail-supplier.ts"
import { purchaseOrderCsv } from "./purchase-order.ts"

/** A purchase order by e-mail is in the books before it is accepted; a lost answer and a second copy are seen there. */
export async function smokeMail(supplier: MailSupplier, say: (line: string) => void): Promise<void> {
  await send(supplier, "PO-7")
  assert.deepEqual([...(await supplier.books()).purchaseOrders.keys()], ["PO-7"])
  const row = (await supplier.books()).purchaseOrders.get("PO-7")?.rows[0]
  assert.equal(row?.ship_to, 'Zoë "=cmd()" 🦜\nsecond line', "the attachment came through byte by byte")

  supplier.inbox.loseNextAnswers(1)
  await assert.rejects(send(supplier, "PO-8"), (cause: Error) => {
    say(`a lost answer looks like: ${cause.message}`)
    return true
  })
  assert((await supplier.books()).purchaseOrders.has("PO-8"), "taken in all the same")
  assert.equal(supplier.inbox.answersLost, 1)

  await send(supplier, "PO-7")
  const books = await supplier.books()
  assert.deepEqual(books.doubled, ["PO-7"])
  assert.deepEqual(books.doubledMessageIds, ["<po-7@switchyard.test>"])
  assert.equal(books.messages, 3)
  await assert.rejects(send(supplier, "PO-9", "wrong"), /Invalid login/)
  say("the mail supplier's books count the second copy as doubled; a wrong password is refused")
}

async function send(
  supplier: MailSupplier,
  number: string,
  password = supplier.login.password
): Promise<void> {
  const transport = createTransport({
    host: supplier.login.host,
    port: supplier.login.port,
    auth: { user: supplier.login.username, pass: password },
    secure: false,
    ignoreTLS: true
  })
  try {
    await transport.sendMail({
      from: "orders@switchyard.test",
      to: supplier.address,
      subject: `Purchase order ${number} für Birch`,
      messageId: `<${number.toLowerCase()}@switchyard.test>`,
      text: "Please see the attached purchase order.",
      html: "<p>Please see the attached purchase order.</p>",
      attachments: [{ filename: `${number}.csv`, content: purchaseOrderCsv(number), contentType: "text/csv" }]
    })
  } finally {
    transport.close()
  }
}
