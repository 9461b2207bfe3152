import type { AppCommand } from "../command-row.ts"
import { has, pairOf, texts } from "../input.ts"

const database = (word: string, summary: string, says: string): AppCommand => ({
  path: ["db", word],
  summary,
  arguments: [],
  flags: [],
  examples: [{ line: `db ${word}`, says }],
  runBy: "app"
})

const force: AppCommand["flags"][number] = {
  name: "force",
  kind: "switch",
  help: "also when other switchyard programs are connected"
}

/** What the application carries out itself. */
export const appRows: ReadonlyArray<AppCommand> = [
  {
    path: ["demo"],
    summary: "The sandbox world: shops, suppliers and a worker, with the console on it (npm start)",
    notes: [
      "Without a terminal it works through every sandbox order by itself, prints a table and the demo line, and exits 0."
    ],
    arguments: [],
    flags: [
      { name: "headless", kind: "switch", help: "as without a terminal" },
      {
        name: "orders",
        kind: "number",
        least: 1,
        most: 10_000,
        help: "how many orders the buyers place (60)"
      },
      {
        name: "seed",
        kind: "number",
        least: 0,
        most: 4_294_967_295,
        help: "the same seed gives the same orders (1)"
      },
      { name: "speed", kind: "number", least: 1, most: 1_000, help: "how fast the world goes (1)" }
    ],
    examples: [
      { line: "demo", says: "Try everything, nothing real is touched" },
      { line: "demo --headless --orders 200 --seed 7", says: "Run it without a terminal, and judge it" }
    ],
    runBy: "app"
  },
  {
    path: ["console"],
    summary: "Opens the console: live orders, sync, channels, everything by key",
    notes: [
      "Keys, colors, columns and saved views are yours: ~/.config/switchyard/console.toml, under XDG_CONFIG_HOME. SWITCHYARD_THEME chooses a theme before it; NO_COLOR is kept."
    ],
    arguments: [],
    flags: [
      {
        name: "print-config",
        kind: "switch",
        help: "print a console.toml with every setting and key as shipped, and open nothing"
      },
      {
        name: "check-config",
        kind: "switch",
        help: "say what is wrong in your console.toml, with line and column, and open nothing; 1 if anything is"
      },
      {
        name: "set",
        kind: "text",
        value: "name=value",
        repeatable: true,
        help: "write theme, ascii, flash, utc or home into your console.toml, as its screen Settings does, and open nothing; name= is as shipped"
      }
    ],
    examples: [
      { line: "console", says: "Work through the orders" },
      { line: "console --print-config", says: "A file to begin your own with" },
      { line: "console --check-config", says: "Is it right?" },
      { line: "console --set theme=light --set utc=true", says: "A bright room, and times in UTC" }
    ],
    check: (input) => {
      if (["print-config", "check-config", "set"].filter((flag) => has(input, flag)).length > 1)
        return "--print-config, --check-config and --set are three things: give one of them."
      return texts(input, "set").every((given) => pairOf(given) !== null)
        ? null
        : "--set takes name=value, as theme=dark."
    },
    runBy: "app"
  },
  {
    path: ["worker"],
    summary: "Downloads, sends, receives and pushes until it is stopped",
    notes: ["SIGTERM hands its jobs back within 5 seconds and exits 0."],
    arguments: [],
    flags: [
      { name: "drain", kind: "switch", help: "work until nothing is left, then exit; 1 if anything failed" },
      { name: "name", kind: "text", value: "name", help: "how it is called in lists and histories" }
    ],
    examples: [
      { line: "worker", says: "Run beside the console, or as a service" },
      { line: "worker --drain", says: "Do what waits, then exit" }
    ],
    runBy: "app"
  },
  database("start", "Starts the embedded PostgreSQL", "Keep it running without console and worker"),
  {
    ...database("stop", "Stops the embedded PostgreSQL", "Stop it, when nobody uses it any more"),
    flags: [force]
  },
  database("status", "Says which database is used and how it is", "Which database is it, and is it up?"),
  {
    ...database(
      "reset",
      "Deletes everything in the embedded database and begins anew",
      "Throw all of it away"
    ),
    flags: [{ name: "yes", kind: "switch", help: "really delete it" }, force],
    examples: [{ line: "db reset --yes", says: "Throw all orders, channels and suppliers away" }]
  },
  database(
    "migrate",
    "Brings the database to this program's version",
    "After an upgrade, before the workers start"
  ),
  {
    path: ["db", "backup"],
    summary: "Writes everything of one moment into one file, while everybody works on",
    notes: [
      "Works for the embedded database and for the one of DATABASE_URL, without programs of PostgreSQL.",
      "Secrets are in it encrypted; the key file is not. Keep the two apart."
    ],
    arguments: [{ name: "file", help: "a new file; nothing is overwritten", required: true }],
    flags: [],
    examples: [{ line: "db backup /backup/switchyard-monday.swb", says: "Every night" }],
    runBy: "app"
  },
  {
    path: ["db", "restore"],
    summary: "Fills an empty database from a backup, and lets nothing be sent twice",
    notes: [
      "A file that was cut off or altered is refused before anything is written.",
      "Sends that were waiting are looked up at their suppliers first, and orders that may have been sent since are held."
    ],
    arguments: [{ name: "file", help: "a file of db backup", required: true }],
    flags: [
      { name: "replace", kind: "switch", help: "delete what the database holds; asks for its name" },
      { name: "without-secrets", kind: "switch", help: "the key is lost: leave the secrets out" },
      {
        name: "numbers-after",
        kind: "number",
        least: 0,
        most: 999_999_999,
        help: "the highest purchase-order number a supplier has from you, without its prefix"
      },
      { name: "check", kind: "switch", help: "only look whether the file is whole, and of what it is" }
    ],
    examples: [
      { line: "db restore switchyard-monday.swb --check", says: "Is this backup good?" },
      { line: "db restore switchyard-monday.swb", says: "Into the empty database of a new machine" }
    ],
    runBy: "app"
  },
  {
    path: ["doctor"],
    summary: "Checks database, key, disk, workers, channels and suppliers, and says what to do",
    arguments: [],
    flags: [
      {
        name: "test",
        kind: "switch",
        help: "also sign in at every channel and supplier, as channels test and suppliers test do"
      }
    ],
    examples: [
      { line: "doctor", says: "Something does not work" },
      { line: "doctor --test", says: "Do all hosts and passwords work?" }
    ],
    runBy: "app"
  }
]
