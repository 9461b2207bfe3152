import type { AppCommand, Argument, Input } from "../command-row.ts"

const name: Argument = { name: "name", help: "of the login", required: true }

const checkName = (input: Input): string | null =>
  /^[a-z_][a-z0-9_]{0,62}$/.test(input.arguments.name ?? "")
    ? null
    : "A login is small letters, digits and underscores, 63 at most, and begins with no digit."

/** Who may open the database, and what for. */
export const roleRows: ReadonlyArray<AppCommand> = [
  {
    path: ["db", "role", "add"],
    summary: "Makes a PostgreSQL login that reads what the console shows, masked, and changes nothing",
    notes: [
      "Prints the login's DATABASE_URL once; its password is made here and is kept nowhere.",
      "The login of DATABASE_URL must own the tables and may create logins (CREATEROLE). A login that exists already is given the rights; one that owns the tables is refused."
    ],
    arguments: [name],
    flags: [{ name: "renew", kind: "switch", help: "give a login that exists another password" }],
    examples: [
      { line: "db role add night_desk", says: "For a screen on the wall, or for who only looks" },
      { line: "db role add night_desk --renew", says: "Its password was seen by somebody" }
    ],
    check: checkName,
    runBy: "app"
  },
  {
    path: ["db", "role", "remove"],
    summary: "Ends a read-only login and its open connections",
    arguments: [name],
    flags: [{ name: "yes", kind: "switch", help: "really end it" }],
    examples: [{ line: "db role remove night_desk --yes", says: "They look no more" }],
    check: checkName,
    runBy: "app"
  },
  {
    path: ["db", "role", "list"],
    summary: "Lists the read-only logins of this database",
    arguments: [],
    flags: [],
    examples: [{ line: "db role list", says: "Who may look?" }],
    runBy: "app"
  }
]
