import * as fs from "node:fs/promises"
import { type AddressInfo, createServer, type Server, type Socket } from "node:net"
import { posix } from "node:path"
import { type FtpTestServer, ftpPassword, ftpUser } from "./ftp-server.ts"

/** One control connection of the test server. */
export class FtpTestSession {
  readonly #server: FtpTestServer
  #control: Socket
  #folder = "/"
  #from = ""
  #user = ""
  #secure: boolean
  #protected = false
  #data: Promise<Socket> | undefined
  #listener: Server | undefined
  #signedIn = false
  #work: Promise<void> = Promise.resolve()

  constructor(server: FtpTestServer, control: Socket) {
    this.#server = server
    this.#control = control
    this.#secure = server.habits.security === "implicit"
    this.#hear()
  }

  greet(): void {
    this.#say("220 test server")
  }

  #hear(): void {
    let rest = ""
    this.#control.on("close", () => this.#listener?.close())
    this.#control.on("data", (chunk) => {
      const lines = (rest + chunk.toString("utf8")).split("\r\n")
      rest = lines.pop() ?? ""
      for (const line of lines) {
        this.#server.commands.push(line.startsWith("PASS") ? "PASS ###" : line)
        this.#work = this.#work
          .then(() => this.#obey(line))
          .catch((cause: NodeJS.ErrnoException) => {
            this.#say(cause.code === "ENOENT" ? "550 Failed to open file." : `451 ${cause.message}`)
          })
      }
    })
  }

  #say(line: string): void {
    this.#control.write(`${line}\r\n`)
  }

  #path(argument: string): string {
    return posix.resolve(this.#folder, argument.replace(/^-a ?/, ""))
  }

  #at(argument: string): string {
    return this.#server.at(this.#path(argument))
  }

  async #obey(line: string): Promise<void> {
    const space = line.indexOf(" ")
    const verb = (space < 0 ? line : line.slice(0, space)).toUpperCase()
    const argument = space < 0 ? "" : line.slice(space + 1)
    const command = this.#commands[verb]
    if (command === undefined) return this.#say("502 Command not implemented.")
    const open = ["AUTH", "USER", "PASS", "FEAT", "OPTS", "PBSZ", "PROT", "QUIT"].includes(verb)
    if (!open && !this.#signedIn) return this.#say("530 Please login with USER and PASS.")
    await command(argument)
  }

  readonly #commands: Readonly<Record<string, (argument: string) => void | Promise<void>>> = {
    AUTH: () => {
      if (this.#server.habits.security !== "explicit") return this.#say("530 TLS is not offered.")
      this.#say("234 Proceed with negotiation.")
      this.#control.removeAllListeners("data")
      this.#control = this.#server.secured(this.#control)
      this.#secure = true
      this.#hear()
    },
    USER: (name) => {
      this.#user = name
      const wants = this.#server.habits.security !== "none"
      this.#say(wants && !this.#secure ? "530 TLS is required." : "331 Password please.")
    },
    PASS: (password) => {
      this.#signedIn = this.#user === ftpUser && password === ftpPassword
      if (this.#signedIn) this.#server.sessions += 1
      this.#say(this.#signedIn ? "230 Welcome." : `530 Login incorrect for ${password}.`)
    },
    FEAT: () =>
      this.#say(
        this.#server.habits.oldListing
          ? "211 none"
          : "211-Features:\r\n MLST type*;size*;modify*;\r\n SIZE\r\n211 End"
      ),
    OPTS: () => this.#say("200 OK."),
    TYPE: () => this.#say("200 OK."),
    STRU: () => this.#say("200 OK."),
    PBSZ: () => this.#say("200 PBSZ=0"),
    PROT: (level) => {
      if (this.#server.faults.refuseProtection) return this.#say("534 Clear only.")
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
      if (this.#server.faults.silent) return
      const found = await fs.stat(this.#at(argument)).catch(() => null)
      if (this.#server.habits.noSize || found?.isFile() !== true)
        return this.#say("550 Could not get file size.")
      this.#say(`213 ${found.size}`)
    },
    LIST: (argument) =>
      this.#listing(argument, async (name, path) => {
        const found = await fs.stat(path)
        const kind = found.isDirectory() ? "d" : "-"
        return `${kind}rw-r--r--    1 0        0        ${String(found.size).padStart(8)} Nov 22 06:00 ${name}`
      }),
    MLSD: (argument) =>
      this.#server.habits.oldListing
        ? this.#say("500 Unknown command.")
        : this.#listing(argument, async (name, path) => {
            const found = await fs.stat(path)
            const at = found.mtime.toISOString().replace(/[-:TZ]/g, "")
            return `type=${found.isDirectory() ? "dir" : "file"};size=${found.size};modify=${at}; ${name}`
          }),
    RETR: async (argument) => {
      if (this.#server.faults.refuseReads) return this.#say("550 Failed to open file.")
      const content = await fs.readFile(this.#at(argument))
      await this.#give(content)
    },
    STOR: async (argument) => {
      if (this.#server.faults.refuseWrites) return this.#say("553 Permission denied.")
      await fs.access(this.#at(posix.dirname(argument)))
      const data = await this.#begin()
      if (data === null) return
      const chunks: Array<Buffer> = []
      for await (const chunk of data) chunks.push(chunk as Buffer)
      const { keepBytes, cutUpload, garble } = this.#server.faults
      const content = Buffer.concat(chunks)
      if (garble) content.fill(0x78)
      const kept = cutUpload ? content.length >> 1 : (keepBytes ?? content.length)
      await fs.writeFile(this.#at(argument), content.subarray(0, kept))
      this.#say(cutUpload ? "426 Connection closed; transfer aborted." : "226 Transfer complete.")
    },
    DELE: async (argument) => {
      await fs.unlink(this.#at(argument))
      this.#say("250 Delete operation successful.")
    },
    MKD: async (argument) => {
      await fs.mkdir(this.#at(argument))
      this.#say(`257 "${argument}" created`)
    },
    RNFR: async (argument) => {
      if (this.#server.faults.dropRenameFrom) return void this.#control.destroy()
      await fs.access(this.#at(argument))
      this.#from = this.#at(argument)
      this.#say("350 Ready for RNTO.")
    },
    RNTO: async (argument) => {
      const { dropRename, refuseRename, silentRename, goodbye } = this.#server.faults
      if (dropRename === "before") return void this.#control.destroy()
      if (refuseRename) return this.#say("550 quota")
      await fs.rename(this.#from, this.#at(argument))
      if (dropRename === "after") return void this.#control.destroy()
      if (silentRename) return
      if (goodbye) return void this.#control.end("421 Timeout.\r\n")
      this.#say("250 Rename successful.")
    },
    QUIT: () => void this.#control.end("221 Goodbye.\r\n")
  }

  async #listen(): Promise<number> {
    this.#listener?.close()
    const listener = createServer({ noDelay: true })
    this.#listener = listener
    this.#data = new Promise((resolve) => {
      listener.once("connection", (socket) => {
        this.#server.keep(socket)
        listener.close()
        resolve(socket)
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
    return (listener.address() as AddressInfo).port
  }

  /** Opens the data connection as it was agreed; null when it was refused. */
  async #begin(): Promise<Socket | null> {
    const socket = await this.#data
    if (socket === undefined) {
      this.#say("425 Use EPSV first.")
      return null
    }
    this.#say("150 Here it comes.")
    if (!this.#protected) return socket
    const secure = this.#server.secured(socket)
    await new Promise<void>((resolve) => secure.once("secure", () => resolve()))
    if (secure.isSessionReused()) this.#server.resumed += 1
    else this.#server.fresh += 1
    if (!this.#server.habits.requireReuse || secure.isSessionReused()) return secure
    secure.destroy()
    this.#say("522 SSL connection failed; session reuse required.")
    return null
  }

  async #give(content: Uint8Array): Promise<void> {
    const data = await this.#begin()
    if (data === null) return
    await new Promise<void>((resolve) => data.end(content, () => resolve()))
    this.#say("226 Transfer complete.")
  }

  async #listing(argument: string, show: (name: string, path: string) => Promise<string>): Promise<void> {
    const { grows } = this.#server.faults
    if (grows !== undefined) await fs.appendFile(this.#server.at(grows), "more\n")
    const folder = this.#at(argument)
    const names = await fs.readdir(folder).catch((cause: NodeJS.ErrnoException) => {
      if (this.#server.habits.oldListing) return []
      throw cause
    })
    const lines = await Promise.all(names.map((name) => show(name, `${folder}/${name}`)))
    await this.#give(Buffer.from(lines.map((line) => `${line}\r\n`).join("")))
  }
}
