import { mkdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { Arrivals } from "./arrivals.ts"
import { Carrier } from "./carrier.ts"
import { carrierKeys } from "./carrier-dialect.ts"
import { baker, northwind, type SupplierProfile } from "./catalog.ts"
import { controlRoute } from "./control.ts"
import { type Deed, deedIn, type Login, type MoreParties, type Ports, writeDeed } from "./deed.ts"
import { garnet, garnetRelation } from "./edi-catalog.ts"
import { EdiSupplier } from "./edi-supplier.ts"
import { Faults } from "./faults.ts"
import { type FileSupplierProfile, fileSuppliers } from "./file-catalog.ts"
import {
  type FileSupplier,
  fileRoot,
  openFileSuppliers,
  openFtpServers,
  pinnedCertificate
} from "./file-suppliers.ts"
import { httpSuppliers } from "./http-catalog.ts"
import { type HttpRoute, openHttp, portOf } from "./http-front.ts"
import { HttpSupplier } from "./http-supplier.ts"
import { MailDesk } from "./mail-desk.ts"
import { openMail } from "./mail-server.ts"
import { Mailroom } from "./mail-supplier.ts"
import { Mailbox } from "./mailbox.ts"
import { openMailbox } from "./mailbox-server.ts"
import { expectedOf, planOrders, shopProfiles } from "./plan.ts"
import { type ReadyLine, readyLine } from "./ready-line.ts"
import { openSftp } from "./sftp-server.ts"
import { SftpSupplier } from "./sftp-supplier.ts"
import { openShop, type Shop } from "./shop.ts"
import { claimFolder } from "./sole-owner.ts"
import { type ShipmentMail, SupplierOffice } from "./supplier-office.ts"
import { booksOf, type WorldBooks } from "./world-books.ts"

export interface WorldOptions extends MoreParties {
  readonly dir: string
  readonly orders?: number
  readonly seed?: number
  readonly speed: number
  readonly allAtOnce: boolean
  readonly heldBack?: boolean
  /** Baker Supply tells half of its parcels by mail alone. */
  readonly letters?: boolean
  readonly paces?: Partial<Paces>
}

/** Times at speed 1. */
export interface Paces {
  /** Age of a file before Northwind's clerk takes it: long enough for its sender to look at what it sent. */
  readonly collectAfterMs: number
  /** From the booking of a purchase order to its first parcel; the second takes twice as long. */
  readonly shipAfterMs: number
  readonly cancelAfterMs: number
  /** Between two scans of a parcel. */
  readonly scanEveryMs: number
  /** Between two rounds of the clerks. */
  readonly roundMs: number
}

const usualPaces: Paces = {
  collectAfterMs: 1_200,
  shipAfterMs: 1_800,
  cancelAfterMs: 4_000,
  scanEveryMs: 800,
  roundMs: 200
}
const quickestRoundMs = 20

export interface World {
  readonly ready: ReadyLine
  readonly books: () => WorldBooks
  readonly close: () => Promise<void>
}

/** Opens everything that is not Switchyard: shops, suppliers, mailbox. State lives in the folder and survives a restart. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const dir = resolve(options.dir)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const claim = await claimFolder(dir)
  try {
    const world = await openParties(dir, options)
    return { ...world, close: () => world.close().finally(() => claim.close()) }
  } catch (cause) {
    claim.close()
    throw cause
  }
}

async function openParties(dir: string, options: WorldOptions): Promise<World> {
  const deed = deedIn(dir, options)
  const paces = { ...usualPaces, ...options.paces }
  const apis = httpSuppliers.filter(({ key }) => deed.http?.[key] !== undefined)
  const withEdi = deed.garnet !== undefined
  const withFiles = deed.files !== undefined
  const names: ReadonlyArray<string> = [
    ...parties,
    ...apis.map(({ key }) => key),
    ...(withEdi ? (["garnet"] as const) : []),
    ...(withFiles ? fileSuppliers.map(({ key }) => key) : []),
    ...(deed.carrier === undefined ? [] : carrierKeys)
  ]
  const faults = new Map(names.map((party) => [party, new Faults(deed.seed, party)]))
  const shops = openShops(dir, deed, faults)
  const { sftpSupplier, mailroom } = openSuppliers(dir, deed.seed, faults, options, paces)
  const httpDesks = apis.map((profile) => openHttpSupplier(dir, deed, profile, faults, paces, options.speed))
  const ediSupplier = withEdi ? openEdiSupplier(dir, deed, faults, paces, options.speed) : null
  const byFiles = openFileSuppliers({
    dir,
    deed,
    faultsOf: (key) => dialsOf(faults, key),
    collectAfterMs: paces.collectAfterMs / options.speed,
    shipAfterMs: paces.shipAfterMs / options.speed
  })
  const plan = planOrders(deed.seed, deed.orders, apis.length > 0, withEdi, withFiles)
  const expected = expectedOf(plan)
  const arrivals = new Arrivals(plan, shops, { ...options, cancelAfterMs: paces.cancelAfterMs })
  const ediOffices = ediSupplier === null ? [] : [ediSupplier.office]
  const offices = [
    sftpSupplier.office,
    mailroom.office,
    ...httpDesks.map((desk) => desk.office),
    ...byFiles.map(({ clerk }) => clerk.office),
    ...ediOffices
  ]
  const carriers = openCarriers(dir, deed, offices, faults, paces.scanEveryMs / options.speed)
  const books = () =>
    booksOf({ shops: shops.values(), offices, carriers, mailroom, expected, allPlaced: arrivals.allPlaced })
  const release = (count: number) => arrivals.release(count)
  const control = controlRoute({ token: deed.controlToken, seed: deed.seed, shops, faults, books, release })
  const routes = [
    ...routesOf(shops),
    ...httpDesks.map((desk) => desk.route),
    ...carriers.map((carrier) => carrier.route),
    control
  ]
  const servers = await openServers(dir, deed, routes, mailroom, faults, byFiles)
  arrivals.open(Date.now())
  const round = () => {
    sftpSupplier.work(Date.now())
    mailroom.office.ship(Date.now())
    for (const desk of httpDesks) desk.office.ship(Date.now())
    ediSupplier?.work(Date.now())
    for (const { clerk } of byFiles) clerk.work(Date.now())
    for (const carrier of carriers) carrier.work(Date.now())
    arrivals.cancelWhatIsDue(Date.now())
  }
  const rounds = setInterval(round, Math.max(quickestRoundMs, paces.roundMs / options.speed))
  const files = withFiles
    ? {
        rootOf: (profile: FileSupplierProfile) => fileRoot(dir, profile),
        certificate: pinnedCertificate(dir)
      }
    : null
  return {
    ready: readyLine({ ...servers, deed, files, expected }),
    books,
    close: async () => {
      clearInterval(rounds)
      arrivals.close()
      await servers.close()
      sftpSupplier.office.close()
      mailroom.close()
      for (const desk of httpDesks) desk.office.close()
      ediSupplier?.close()
      for (const carrier of carriers) carrier.close()
      for (const { clerk } of byFiles) clerk.office.close()
      for (const office of ediOffices) office.close()
      for (const shop of shops.values()) shop.close()
    }
  }
}

type Dials = ReadonlyMap<string, Faults>

const parties = ["acme-shop", "marigold", "northwind", "baker", "mail", "mailbox"] as const

function dialsOf(faults: Dials, party: string): Faults {
  const found = faults.get(party)
  if (found === undefined) throw new Error(`no dials for ${party}`)
  return found
}

const openShops = (dir: string, deed: Deed, faults: Dials): ReadonlyMap<string, Shop> =>
  new Map(
    shopProfiles.map((profile) => [
      profile.name,
      openShop(dir, profile, deed.shops[profile.name], dialsOf(faults, profile.name))
    ])
  )

/** The merchant by whom the desk knows us, when it does not answer a mail. */
const merchantAddress = "orders@switchyard.example"

function openSuppliers(dir: string, seed: number, faults: Dials, options: WorldOptions, paces: Paces) {
  const { speed } = options
  const desk = new MailDesk(
    new Mailbox(join(dir, "ledgers", "answers.jsonl")),
    join(dir, "ledgers", "letters.jsonl"),
    dialsOf(faults, "mailbox")
  )
  const tellByMail: ShipmentMail = (file, numbers, csv) =>
    desk.write({
      to: merchantAddress,
      subject: `Shipped: ${numbers.join(", ")}`,
      answers: "",
      text: `What left today is in ${file}.`,
      sheet: { name: file, csv }
    })
  const office = (profile: SupplierProfile, account: "northwind" | "baker") =>
    new SupplierOffice({
      profile,
      seed,
      ledgerFile: join(dir, "ledgers", `${account}.jsonl`),
      outbound: join(dir, "sftp", account, "outbound"),
      shipAfterMs: paces.shipAfterMs / speed,
      faults: dialsOf(faults, account),
      ...(account === "baker" && options.letters === true ? { tellByMail } : {})
    })
  const sftpSupplier = new SftpSupplier({
    office: office(northwind, "northwind"),
    root: join(dir, "sftp", "northwind"),
    collectAfterMs: paces.collectAfterMs / speed
  })
  const mailroom = new Mailroom(office(baker, "baker"), {
    archive: join(dir, "sftp", "baker", "archive"),
    mailboxFile: join(dir, "ledgers", "mailbox.jsonl"),
    desk
  })
  return { sftpSupplier, mailroom }
}

function openHttpSupplier(
  dir: string,
  deed: Deed,
  profile: (typeof httpSuppliers)[number],
  faults: Dials,
  paces: Paces,
  speed: number
): HttpSupplier {
  const own = dialsOf(faults, profile.key)
  const office = new SupplierOffice({
    profile,
    seed: deed.seed,
    ledgerFile: join(dir, "ledgers", `${profile.key}.jsonl`),
    outbound: null,
    shipAfterMs: paces.shipAfterMs / speed,
    faults: own
  })
  const login = deed.http?.[profile.key]
  if (login === undefined) throw new Error(`no login for ${profile.key}`)
  return new HttpSupplier(office, profile, login, own)
}

function openEdiSupplier(dir: string, deed: Deed, faults: Dials, paces: Paces, speed: number): EdiSupplier {
  const own = dialsOf(faults, "garnet")
  const office = new SupplierOffice({
    profile: garnet,
    seed: deed.seed,
    ledgerFile: join(dir, "ledgers", "garnet.jsonl"),
    outbound: null,
    shipAfterMs: paces.shipAfterMs / speed,
    faults: own
  })
  return new EdiSupplier({
    office,
    root: join(dir, "sftp", "garnet"),
    relation: garnetRelation,
    ledgerFile: join(dir, "ledgers", "garnet-edi.jsonl"),
    collectAfterMs: paces.collectAfterMs / speed,
    lateMs: (10 * paces.shipAfterMs) / speed,
    faults: own
  })
}

const openCarriers = (
  dir: string,
  { carrier: login, seed }: Deed,
  offices: ReadonlyArray<SupplierOffice>,
  faults: Dials,
  scanEveryMs: number
): ReadonlyArray<Carrier> =>
  login === undefined
    ? []
    : carrierKeys.map(
        (key) =>
          new Carrier({
            key,
            login,
            seed,
            ledgerFile: join(dir, "ledgers", `${key}.jsonl`),
            offices,
            scanEveryMs,
            faults: dialsOf(faults, key)
          })
      )

const routesOf = (shops: ReadonlyMap<string, Shop>): ReadonlyArray<HttpRoute> =>
  [...shops.values()].map((shop) => shop.route)

/** Signing in always works: who is refused there is to be told of a wrong password, and not to try again. */
const mailboxFault = (faults: Faults, command: string) => {
  if (!command.startsWith("UID ") && command !== "SELECT") return null
  // A search or a listing that gets no answer is one that was not heard.
  const changes = command === "UID MOVE" || command === "UID STORE" || command === "UID COPY"
  const fault = faults.draw(
    changes ? ["drop-request", "drop-answer", "server-error"] : ["drop-request", "server-error"]
  )
  return fault === null ? null : (fault.kind as "drop-request" | "drop-answer" | "server-error")
}

async function openServers(
  dir: string,
  deed: Deed,
  routes: ReadonlyArray<HttpRoute>,
  mailroom: Mailroom,
  faults: Dials,
  byFiles: ReadonlyArray<FileSupplier>
) {
  const account = (name: "northwind" | "baker" | "garnet", login: Login) => ({
    ...login,
    root: join(dir, "sftp", name),
    faults: dialsOf(faults, name)
  })
  const accounts = [account("northwind", deed.northwind), account("baker", deed.baker)]
  if (deed.garnet !== undefined) accounts.push(account("garnet", deed.garnet))
  const [http, sftp, mail, imap] = await Promise.all([
    onKeptPort(deed.ports.http, (port) => openHttp(port, routes)),
    onKeptPort(deed.ports.sftp, (port) => openSftp(port, join(dir, "ssh_host_ed25519_key"), accounts)),
    onKeptPort(deed.ports.smtp, (port) =>
      openMail({
        port,
        ...deed.mail,
        faults: dialsOf(faults, "mail"),
        keep: (raw, envelope) => mailroom.keep(raw, envelope)
      })
    ),
    onKeptPort(deed.ports.imap ?? 0, (port) =>
      openMailbox(port, mailroom.letters, {
        user: deed.mail.username,
        password: deed.mail.password,
        meet: (command) => mailboxFault(dialsOf(faults, "mailbox"), command)
      })
    )
  ])
  const ftp = await openFtpServers(dir, byFiles, (way, open) => onKeptPort(deed.ports[way] ?? 0, open))
  const ports: Ports = {
    http: portOf(http),
    sftp: sftp.port,
    smtp: mail.port,
    imap: imap.port,
    ...Object.fromEntries(ftp.map(([way, server]) => [way, server.port]))
  }
  writeDeed(dir, { ...deed, ports })
  return {
    ports,
    hostKeyFingerprint: sftp.hostKeyFingerprint,
    close: async () => {
      http.closeAllConnections()
      await Promise.all([
        new Promise((done) => http.close(done)),
        sftp.close(),
        mail.close(),
        imap.close(),
        ...ftp.map(([, server]) => server.close())
      ])
    }
  }
}

/** The port of the last time; when somebody else has it by now, any other. */
async function onKeptPort<A>(port: number, open: (port: number) => Promise<A>): Promise<A> {
  try {
    return await open(port)
  } catch (cause) {
    if (port === 0 || (cause as NodeJS.ErrnoException).code !== "EADDRINUSE") throw cause
    return open(0)
  }
}
