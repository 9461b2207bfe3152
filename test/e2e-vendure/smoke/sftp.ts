import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import SftpClient from "ssh2-sftp-client"
import type { SftpLogin } from "../world/openssh-server.ts"
import type { SftpSupplier } from "../world/openssh-supplier.ts"
import { packInParcels } from "../world/shipment-files.ts"
import { purchaseOrderCsv } from "./purchase-order.ts"

const TEMPORARY = "inbound/.po-1.csv.tmp"
const FINAL = "inbound/po-1.csv"

/** A purchase order goes in, is collected, and leaves in two parcels; an unfinished file stays, a second copy is counted. */
export async function smokeSftp(supplier: SftpSupplier, say: (line: string) => void): Promise<void> {
  const client = await connect(supplier.login)
  try {
    await client.put(Buffer.from(purchaseOrderCsv("PO-1")), TEMPORARY)
    assert.equal(await supplier.collect(), 0, "a temporary name is not for the supplier")
    await client.rename(TEMPORARY, FINAL)
    await client.put(Buffer.from("half"), TEMPORARY)
    await assert.rejects(client.rename(TEMPORARY, FINAL), /rename/i)
    say("OpenSSH refuses a plain rename onto a name that exists")
    assert.equal(await supplier.collect(), 1)
    assert.equal(await client.exists(FINAL), false, "the supplier takes what it reads")

    const purchaseOrder = (await supplier.books()).purchaseOrders.get("PO-1")
    assert(purchaseOrder !== undefined)
    assert.deepEqual(purchaseOrder.arrivals.length, 1)
    const how = { columns: supplier.columns, carrier: "UPS", service: "Ground", shipDate: "2026-11-22" }
    const parcels = packInParcels({ purchaseOrder, count: 2, ...how })
    await supplier.shipments.ship("PO-1", parcels)
    const files = await client.list("outbound")
    assert.equal(files.length, 2)
    say(`shipment: ${JSON.stringify(String(await client.get(`outbound/${files[0]?.name}`)))}`)

    await client.put(Buffer.from(purchaseOrderCsv("PO-1")), FINAL)
    assert.deepEqual((await supplier.books()).doubled, ["PO-1"])
    await client.put(Buffer.from('po_number,line_id\nPO-2,"1'), "inbound/cut-off.csv")
    assert.equal((await supplier.books()).unreadable.length, 1)
    say("the supplier's books count the second copy as doubled, and the cut-off file as unreadable")
  } finally {
    await client.end()
  }
  await assert.rejects(connect({ ...supplier.login, user: "nobody" }), /authentication/i)
}

async function connect(login: SftpLogin): Promise<SftpClient> {
  const client = new SftpClient()
  await client.connect({
    host: login.host,
    port: login.port,
    username: login.user,
    privateKey: login.privateKey,
    hostVerifier: (key: Buffer) => {
      const digest = createHash("sha256").update(key).digest("base64").replace(/=+$/, "")
      return `SHA256:${digest}` === login.hostKeyFingerprint
    }
  })
  return client
}
