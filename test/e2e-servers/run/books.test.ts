import { describe, expect, test } from "vitest"
import { asHandedOver } from "./books.ts"

describe("a mail as it was handed over", () => {
  const mail = ["From: a@example.com", "Received: a header of our own", "", "Received: a line", ""].join(
    "\r\n"
  )

  test("loses the lines of the way at its top, with their continuations, and nothing else", () => {
    const way = ["Return-Path: <b@c>", "Delivered-To: d@e", "Received: from x", "\tby y", "\tfor z"]
    expect(asHandedOver([...way, ...mail.split("\r\n")].join("\n"))).toBe(mail)
  })

  test("stays as it is where nothing was added", () => {
    expect(asHandedOver(mail.replaceAll("\r\n", "\n"))).toBe(mail)
  })
})
