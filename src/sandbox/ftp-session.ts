import * as fs from "node:fs/promises"
import { type AddressInfo, createServer, type Server, type Socket } from "node:net"
import { posix } from "node:path"
import type { TLSSocket } from "node:tls"

/** What comes in place of a reply: the end of the connection, nothing at all, or other words. 421 is a goodbye. */
export type FtpReply = "hang up" | "silence" | { readonly say: string }

/** What is odd about one command. */
export interface FtpAct {
  /** In place of doing anything. */
  readonly before?: FtpReply
  /** What is kept of an upload. */
  readonly kept?: (content: Buffer) => Buffer
  /** It is done, and this is the reply. */
  readonly after?: FtpReply
}

/** The server that a session belongs to. */
export interface FtpHost {
  readonly security: "explicit" | "implicit" | "none"
  /** Data connections must resume the TLS session of the first, as vsftpd wants it. */
  readonly requireReuse: boolean
  /** Without MLSD, and a folder that is not there is listed as an empty one: vsftpd too. */
  readonly oldListing: boolean
  /** Where the account's path lies on the disk. */
  readonly onDisk: (path: string) => string
  readonly signIn: (user: string, password: string) => boolean
  /** A socket that is closed with the server, whatever becomes of its session. */
  readonly keep: (socket: Socket) => void
  readonly secured: (socket: Socket) => TLSSocket
  readonly heard: (line: string) => void
  readonly dataSecured: (resumed: boolean) => void
  readonly act: (verb: string, path: string) => FtpAct | Promise<FtpAct>
}

const beforeSignIn = new Set(["AUTH", "USER", "PASS", "FEAT", "OPTS", "PBSZ", "PROT", "QUIT"])
const plain: FtpAct = {}

/** One control connection of an FTP server over a folder. Its RNTO replaces files, as on many servers. */
export class FtpSession {
  readonly #host: FtpHost
  #control: Socket
  #folder = "/"
  #from = ""
  #user = ""
  #secure: boolean
  #protected = false
  #data: Promise<Socket | null> | undefined
  #listener: Server | undefined
  /** The client was killed before its data connection came. */
  #abandon: () => void = () => {}
  #signedIn = false
  #act = plain
  #work: Promise<void> = Promise.resolve()

  constructor(host: FtpHost, control: Socket) {
    this.#host = host
    this.#control = control
    this.#secure = host.security === "implicit"
    this.#hear()
  }

  greet(): void {
    this.#say("220 ready")
  }

  #hear(): void {
    let rest = ""
    this.#control.on("close", () => {
      this.#listener?.close()
      this.#abandon()
    })
    this.#control.on("data", (chunk) => {
      const lines = (rest + chunk.toString("utf8")).split("\r\n")
      rest = lines.pop() ?? ""
      for (const line of lines) {
        this.#host.heard(line)
        this.#work = this.#work
          .then(() => this.#obey(line))
          .catch((cause: NodeJS.ErrnoException) => {
            this.#say(cause.code === "ENOENT" ? "550 Failed to open file." : `451 ${cause.message}`)
          })
      }
    })
  }

  #say(line: string): void {
    if (!this.#control.destroyed) this.#control.write(`${line}\r\n`)
  }

  /** What the command ends in, unless something else takes the place of the answer. */
  #done(line: string): void {
    this.#reply(this.#act.after ?? { say: line })
  }

  #reply(reply: FtpReply): void {
    if (reply === "silence") return
    if (reply === "hang up") this.#control.destroy()
    else if (reply.say.startsWith("421")) this.#control.end(`${reply.say}\r\n`)
    else this.#say(reply.say)
  }

  #path(argument: string): string {
    return posix.resolve(this.#folder, argument.replace(/^-a ?/, ""))
  }

  #at(argument: string): string {
    return this.#host.onDisk(this.#path(argument))
  }

  async #obey(line: string): Promise<void> {
    const space = line.indexOf(" ")
    const verb = (space < 0 ? line : line.slice(0, space)).toUpperCase()
    const argument = space < 0 ? "" : line.slice(space + 1)
    const command = this.#commands[verb]
    if (command === undefined) return this.#say("502 Command not implemented.")
    if (!beforeSignIn.has(verb) && !this.#signedIn) return this.#say("530 Please login with USER and PASS.")
    this.#act = await this.#host.act(verb, this.#path(argument))
    if (this.#act.before === undefined) await command(argument)
    else this.#reply(this.#act.before)
  }

  readonly #commands: Readonly<Record<string, (argument: string) => void | Promise<void>>> = {
    AUTH: () => {
      if (this.#host.security !== "explicit") return this.#say("530 TLS is not offered.")
      this.#say("234 Proceed with negotiation.")
      this.#control.removeAllListeners("data")
      this.#control = this.#host.secured(this.#control)
      this.#secure = true
      this.#hear()
    },
    USER: (name) => {
      this.#user = name
      const wants = this.#host.security !== "none"
      this.#say(wants && !this.#secure ? "530 TLS is required." : "331 Password please.")
    },
    PASS: (password) => {
      this.#signedIn = this.#host.signIn(this.#user, password)
      this.#say(this.#signedIn ? "230 Welcome." : `530 Login incorrect for ${password}.`)
    },
    FEAT: () =>
      this.#say(
        this.#host.oldListing ? "211 none" : "211-Features:\r\n MLST type*;size*;modify*;\r\n SIZE\r\n211 End"
      ),
    OPTS: () => this.#say("200 OK."),
    TYPE: () => this.#say("200 OK."),
    STRU: () => this.#say("200 OK."),
    PBSZ: () => this.#say("200 PBSZ=0"),
    PROT: (level) => {
      this.#protected = level === "P"
      this.#say("200 OK.")
    },
    PWD: () => this.#say(`257 "${this.#folder}" is the current directory`),
    CWD: async (argument) => {
      const found = await fs.stat(this.#at(argument)).catch(() => null)
      if (found?.isDirectory() !== true) return this.#say("550 Failed to change directory.")
      this.#folder = this.#path(argument)
      this.#say("250 Directory successfully changed.")
    },
    EPSV: async () => {
      const port = await this.#listen()
      this.#say(`229 Entering Extended Passive Mode (|||${port}|)`)
    },
    SIZE: async (argument) => {
      const found = await fs.stat(this.#at(argument)).catch(() => null)
      if (found?.isFile() !== true) return this.#say("550 Could not get file size.")
      this.#done(`213 ${found.size}`)
    },
    LIST: (argument) =>
      this.#listing(argument, async (name, path) => {
        const found = await fs.stat(path)
        const kind = found.isDirectory() ? "d" : "-"
        return `${kind}rw-r--r--    1 0        0        ${String(found.size).padStart(8)} Nov 22 06:00 ${name}`
      }),
    MLSD: (argument) =>
      this.#host.oldListing
        ? this.#say("500 Unknown command.")
        : this.#listing(argument, async (name, path) => {
            const found = await fs.stat(path)
            const at = found.mtime.toISOString().replace(/[-:TZ]/g, "")
            return `type=${found.isDirectory() ? "dir" : "file"};size=${found.size};modify=${at}; ${name}`
          }),
    RETR: async (argument) => {
      const content = await fs.readFile(this.#at(argument))
      await this.#give(content)
    },
    STOR: async (argument) => {
      await fs.access(this.#at(posix.dirname(argument)))
      const data = await this.#begin()
      if (data === null) return
      const chunks: Array<Buffer> = []
      for await (const chunk of data) chunks.push(chunk as Buffer)
      const content = Buffer.concat(chunks)
      await fs.writeFile(this.#at(argument), this.#act.kept?.(content) ?? content)
      this.#done("226 Transfer complete.")
    },
    DELE: async (argument) => {
      await fs.unlink(this.#at(argument))
      this.#done("250 Delete operation successful.")
    },
    MKD: async (argument) => {
      await fs.mkdir(this.#at(argument))
      this.#done(`257 "${argument}" created`)
    },
    RNFR: async (argument) => {
      await fs.access(this.#at(argument))
      this.#from = this.#at(argument)
      this.#done("350 Ready for RNTO.")
    },
    RNTO: async (argument) => {
      await fs.rename(this.#from, this.#at(argument))
      this.#done("250 Rename successful.")
    },
    QUIT: () => void this.#control.end("221 Goodbye.\r\n")
  }

  async #listen(): Promise<number> {
    this.#listener?.close()
    const listener = createServer({ noDelay: true })
    this.#listener = listener
    this.#data = new Promise((resolve) => {
      this.#abandon = () => resolve(null)
      listener.once("connection", (socket) => {
        this.#host.keep(socket)
        listener.close()
        resolve(socket)
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
    return (listener.address() as AddressInfo).port
  }

  /** Opens the data connection as it was agreed; null when it was refused, or nobody is there any more. */
  async #begin(): Promise<Socket | null> {
    if (this.#data === undefined) {
      this.#say("425 Use EPSV first.")
      return null
    }
    const socket = await this.#data
    if (socket === null) return null
    this.#say("150 Here it comes.")
    return this.#protected ? this.#secured(socket) : socket
  }

  async #secured(socket: Socket): Promise<Socket | null> {
    const secure = this.#host.secured(socket)
    const there = await new Promise<boolean>((resolve) => {
      secure.once("secure", () => resolve(true))
      secure.once("close", () => resolve(false))
    })
    if (!there) return null
    this.#host.dataSecured(secure.isSessionReused())
    if (!this.#host.requireReuse || secure.isSessionReused()) return secure
    secure.destroy()
    this.#say("522 SSL connection failed; session reuse required.")
    return null
  }

  async #give(content: Uint8Array): Promise<void> {
    const data = await this.#begin()
    if (data === null) return
    await new Promise<void>((resolve) => data.end(content, () => resolve()))
    this.#done("226 Transfer complete.")
  }

  async #listing(argument: string, show: (name: string, path: string) => Promise<string>): Promise<void> {
    const folder = this.#at(argument)
    const names = await fs.readdir(folder).catch((cause: NodeJS.ErrnoException) => {
      if (this.#host.oldListing) return []
      throw cause
    })
    const lines = await Promise.all(names.map((name) => shownIfThere(name, `${folder}/${name}`, show)))
    const shown = lines.filter((line) => line !== null)
    await this.#give(Buffer.from(shown.map((line) => `${line}\r\n`).join("")))
  }
}

/** A file may be collected between the listing and the look at it. */
const shownIfThere = (name: string, path: string, show: (name: string, path: string) => Promise<string>) =>
  show(name, path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return null
    throw cause
  })
