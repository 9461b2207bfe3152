import { Mailbox } from "../../src/sandbox/mailbox.ts"
import { type MailboxServer, openMailbox } from "../../src/sandbox/mailbox-server.ts"
import type { MailboxLogin, MailboxManners } from "../../src/sandbox/mailbox-session.ts"

export type ImapServerOptions = MailboxLogin & Omit<MailboxManners, "hear">

/** The sandbox's mailbox, listened to: which commands came, and one that is not answered. */
export class ImapTestServer extends Mailbox implements AsyncDisposable {
  /** Every command that came, without its arguments. */
  readonly commands: Array<string> = []
  /** The connection ends in place of an answer to this command. */
  hangUpOn: string | null = null
  #server: MailboxServer | undefined

  static async open(options: ImapServerOptions): Promise<ImapTestServer> {
    const mailbox = new ImapTestServer()
    mailbox.#server = await openMailbox(0, mailbox, {
      ...options,
      hear: (command) => {
        mailbox.commands.push(command)
        return command !== mailbox.hangUpOn
      }
    })
    return mailbox
  }

  get port(): number {
    if (this.#server === undefined) throw new Error("the server is not open")
    return this.#server.port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.close()
    this.close()
  }
}
