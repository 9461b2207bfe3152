// The temple: everything points inward, neighbours do not know each other, one folder knows them all (ARCHITECTURE.md).
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { pathNot: [...to, "node_modules", "^node:"], dependencyTypesNot: ["core"] }
})

const home = (name, module, folders) => ({
  name,
  comment: `${module} has one home`,
  severity: "error",
  from: { path: "^src/", pathNot: folders },
  to: { path: `node_modules/${module}/` }
})

const effectOnly = (name, from, allowed) => ({
  name,
  comment: "the domain knows nothing of Postgres, pg-boss, Ink, HTTP",
  severity: "error",
  from: { path: from },
  to: { path: "node_modules", pathNot: allowed.map((m) => `node_modules/${m}/`) }
})

export default {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      // Declarations are for the compiler: nobody imports them.
      from: {
        orphan: true,
        path: "^src/",
        pathNot: ["^src/app/main\\.ts$", "^src/sandbox/main\\.ts$", "\\.d\\.ts$"]
      },
      to: {}
    },
    only("model-stands-alone", "^src/domain/model/", ["^src/domain/model/"], "nouns and rules are pure"),
    only(
      "ports-need-nouns-only",
      "^src/domain/ports/",
      ["^src/domain/(ports|model)/"],
      "needs, one file each"
    ),
    only(
      "doors-need-ports-and-nouns",
      "^src/domain/[^/]+\\.ts$",
      ["^src/domain/(ports|model)/", "^src/domain/[^/]+\\.ts$"],
      "advance and what both kinds of verbs share"
    ),
    {
      name: "pipelines-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/domain/pipelines/([^/]+)\\.ts$" },
      to: { path: "^src/domain/(pipelines|operations)/", pathNot: "^src/domain/pipelines/$1\\.ts$" }
    },
    {
      name: "operations-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/domain/operations/([^/]+)\\.ts$" },
      to: { path: "^src/domain/(pipelines|operations)/", pathNot: "^src/domain/operations/$1\\.ts$" }
    },
    only("domain-knows-nobody", "^src/domain/", ["^src/domain/"], "no arrow runs out of the domain"),
    only(
      "jobs-know-the-domain",
      "^src/jobs/",
      ["^src/(jobs|domain)/", "^src/store/(database|reserved-connection|known-buyer)\\.ts$"],
      "the queue shares the transaction's connection, and says nothing of whom an order is for"
    ),
    only(
      "store-knows-needs",
      "^src/store/",
      ["^src/store/", "^src/domain/(ports|model)/"],
      "one file per port"
    ),
    only(
      "connectors-know-needs",
      "^src/connectors/",
      ["^src/connectors/", "^src/domain/(ports|model)/"],
      "neighbours do not know each other"
    ),
    {
      name: "channels-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/connectors/channels/([^/]+)/" },
      to: { path: "^src/connectors/channels/[^/]+/", pathNot: "^src/connectors/channels/$1/" }
    },
    only(
      "tui-knows-verbs",
      "^src/tui/",
      ["^src/tui/", "^src/domain/(model|ports|operations)/"],
      "the screen is dumb"
    ),
    {
      name: "screens-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/tui/screens/([^/]+)/" },
      to: { path: "^src/tui/screens/[^/]+/", pathNot: "^src/tui/screens/$1/" }
    },
    only(
      "cli-knows-verbs",
      "^src/cli/",
      ["^src/cli/", "^src/domain/(model|ports|operations)/", "^src/tui/(safe-text|text-width)"],
      "safe text is the one escape boundary of every terminal writer"
    ),
    only(
      "sandbox-knows-nouns",
      "^src/sandbox/",
      ["^src/sandbox/", "^src/domain/model/"],
      "it plays the outside world"
    ),
    {
      name: "nobody-imports-app",
      severity: "error",
      from: { path: "^src/(?!app/)" },
      to: { path: "^src/app/" }
    },
    effectOnly("domain-packages", "^src/domain/", ["effect", "i18n-iso-countries", "postcode-validator"]),
    home("postgres-home", "postgres", ["^src/store/"]),
    home("pg-boss-home", "pg-boss", ["^src/jobs/"]),
    home("ink-home", "(ink|react)", ["^src/tui/"]),
    home("undici-home", "undici", ["^src/connectors/(http|undici)\\.ts$"])
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
    parser: "swc"
  }
}
