import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { SupplierTransports, type TransportKind } from "../../../src/domain/ports/supplier-transports.ts"
import { Vault } from "../../../src/domain/ports/vault.ts"

const unasked = (method: string) => () => Effect.die(new Error(`${method} is not part of this fake world`))

const sftp: TransportKind = {
  transport: "csv-sftp",
  label: "CSV files by SFTP",
  testedBy: "OpenSSH",
  fields: [
    { name: "host", label: "Host", help: "The name of their server.", secret: false, required: true },
    {
      name: "hostKey",
      label: "Host key",
      help: "Its fingerprint, as the test shows it and the supplier confirms it.",
      secret: false,
      required: true
    },
    { name: "password", label: "Password", help: "What they gave you for it.", secret: true, required: false }
  ],
  canLookUp: true,
  says: ["order"],
  brings: ["shipments"]
}

/** Which kinds there are may be asked, and which secrets are stored; nothing is sent, read or shown. */
export const transportPorts = Context.empty().pipe(
  Context.add(SupplierTransports, {
    kinds: [sftp],
    prepare: unasked("prepare"),
    render: () => {
      throw new Error("render is not part of this fake world")
    },
    renderMessage: () => null,
    send: unasked("send"),
    lookUp: unasked("lookUp"),
    receive: unasked("receive"),
    openFeeds: unasked("openFeeds"),
    archive: unasked("archive"),
    test: unasked("test")
  }),
  Context.add(Vault, {
    put: unasked("put"),
    get: () => Effect.succeed(Redacted.make("")),
    lend: () => Effect.void,
    forget: unasked("forget"),
    fields: () => Effect.succeed(["password"])
  })
)
