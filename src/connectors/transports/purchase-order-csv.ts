import { createHash } from "node:crypto"
import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"
import { fileNameOf, purchaseOrderFile } from "./purchase-order-file.ts"
import { purchaseOrderFormat } from "./purchase-order-format.ts"

const usual = purchaseOrderFormat({})
if (typeof usual === "string") throw new Error(usual)

/** The file of a supplier that chose nothing else: every cell quoted, CRLF, UTF-8, a row for each line. */
export const purchaseOrderCsv = (order: PurchaseOrder): Uint8Array => purchaseOrderFile(usual, order).content

/** `<number>.csv`; a revision is another file. */
export const purchaseOrderFileName = (order: PurchaseOrder): string => fileNameOf(usual.fileName, order)

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex")
