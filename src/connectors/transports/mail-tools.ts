import { randomBytes } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Supplier, SupplierId } from "../../domain/model/supplier.ts"
import type { StoreFailure } from "../../domain/ports/failure.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { settingOf } from "../files/sftp-settings.ts"
import { replyKeyBytes, replyKeyField } from "./mail-token.ts"
import { type MailTools, wantsPdf } from "./purchase-order-mail.ts"

/** What rendering needs and cannot wait for: the key of the tokens and, where a PDF is wanted, the code that draws it. */
export const makeMailTools = (vault: Vault["Service"]) => {
  const keys = new Map<SupplierId, Redacted.Redacted>()
  let pdf: MailTools["pdf"] = null

  /**
   * Made at its first use. Two workers may both make one: the tokens of both are written down with their purchase orders,
   * and answers are found by what was written down, so neither is lost.
   */
  const keyOf = Effect.fn("mailTools.keyOf")(function* (supplier: Supplier) {
    const owner = `supplier:${supplier.id}`
    if ((yield* vault.fields(owner)).includes(replyKeyField)) return yield* vault.get(owner, replyKeyField)
    const made = Redacted.make(randomBytes(replyKeyBytes).toString("hex"))
    yield* vault.put(owner, replyKeyField, made)
    return made
  })

  const prepare = Effect.fn("mailTools.prepare")(function* (
    supplier: Supplier
  ): Effect.fn.Return<void, StoreFailure> {
    if (wantsPdf(supplier) && pdf === null)
      pdf = (yield* Effect.promise(() => import("./purchase-order-mail-pdf.ts"))).purchaseOrderPdf
    if (settingOf(supplier, "replyAddress") === "") return
    // Read each time: a key that was made in a transaction that failed is no key.
    const key = yield* keyOf(supplier).pipe(
      // Without its vault the mail goes without a token: answers are still found by its Message-ID.
      Effect.catchTag("VaultFailure", () => Effect.succeed(null))
    )
    if (key === null) keys.delete(supplier.id)
    else keys.set(supplier.id, key)
  })

  return {
    prepare,
    of: (supplier: Supplier): MailTools => ({ replyKey: keys.get(supplier.id) ?? null, pdf })
  }
}
