import MailComposer from "nodemailer/lib/mail-composer/index.js"
import { expect, it } from "vitest"
import { parseMail } from "./mime.ts"

const CSV = 'po_number,ship_to\r\nPO-1,"Zoë 🦜\nline two"\r\n--boundary?\r\n'

async function compose(encoding: "base64" | "quoted-printable" | "8bit"): Promise<Buffer> {
  const composer = new MailComposer({
    from: "a@example.test",
    to: "b@example.test",
    messageId: "<po-1@example.test>",
    subject: "A subject that is long enough to be folded over more than one line of the header, I hope",
    text: "text",
    html: "<p>text</p>",
    attachments: [{ filename: "PO 1;a.csv", content: CSV, contentTransferEncoding: encoding as "base64" }]
  })
  return composer.compile().build()
}

for (const encoding of ["base64", "quoted-printable"] as const) {
  it(`reads an attachment in ${encoding} byte by byte, and its name`, async () => {
    const mail = parseMail(await compose(encoding))
    const attachment = mail.parts.find((part) => part.filename !== undefined)
    expect(attachment?.content.toString("utf8")).toBe(CSV)
    expect(attachment?.filename).toBe("PO 1;a.csv")
    expect(mail.headers.get("message-id")).toBe("<po-1@example.test>")
    expect(mail.parts.map((part) => part.contentType)).toEqual(["text/plain", "text/html", "text/csv"])
  })
}

it("tells apart boundaries of which one begins with the other, and leaves out what follows the end", () => {
  const raw = [
    'Content-Type: multipart/mixed; boundary="x"',
    "",
    "before",
    "--x",
    'Content-Type: multipart/alternative; boundary="x1"',
    "",
    "--x1",
    "",
    "inner",
    "--x1--",
    "--x",
    "Content-Type: text/csv; name=a.csv",
    "",
    "outer",
    "--x--",
    "after"
  ].join("\r\n")
  expect(parseMail(Buffer.from(raw)).parts.map((part) => [part.filename, part.content.toString()])).toEqual([
    [undefined, "inner"],
    ["a.csv", "outer"]
  ])
})

it("takes a message without any MIME as one text", () => {
  const [part] = parseMail(Buffer.from("Subject: hi\n\nbody")).parts
  expect([part?.contentType, part?.content.toString()]).toEqual(["text/plain", "body"])
})
