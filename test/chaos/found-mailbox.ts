import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { setSupplier } from "../../src/domain/operations/set-supplier.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import type { ReadyLine } from "../../src/sandbox/ready-line.ts"

const byMail = "Baker Supply"

/** Baker Supply's answers are read where they come to. Read mails are moved away, which is one more thing to die over. */
export const foundMailbox = Effect.fn("foundMailbox")(function* ({ imap }: ReadyLine) {
  const supplier = (yield* (yield* SupplierStore).list()).find((s) => s.name === byMail)
  if (supplier === undefined) return yield* Effect.die(new Error(`there is no ${byMail}`))
  yield* setSupplier(byMail, {
    change: {
      settings: {
        ...supplier.settings,
        imapHost: imap.host,
        imapPort: String(imap.port),
        imapSecurity: "none",
        imapUser: imap.username,
        imapArchive: "Read",
        senders: "@baker.example"
      }
    },
    shipMethods: [],
    secrets: { imapPassword: Redacted.make(imap.password) }
  })
})
