// Packages that a package of ours imports and we never call. pg-boss brings a driver and two calendars of its own, half a megabyte
// that every start would read: we give it our connections, and due times are ours (decisions B2 and B4).
const uncalled = ["pg", "cron-parser", "rrule-temporal"]

/** Whoever calls it after all is told, by name, instead of finding nothing. */
const stub = (name) => `
const told = () => { throw new Error(${JSON.stringify(`${name} is left out of the bundle: see scripts/lean-packages.mjs`)}) }
const isQuestion = (key) => typeof key === "symbol" || key === "__esModule" || key === "then" || key === "default"
module.exports = new Proxy(function () {}, {
  get: (stub, key) => (isQuestion(key) ? stub[key] : told()),
  apply: told,
  construct: told
})`

export const leanPackages = {
  name: "lean-packages",
  setup(build) {
    const filter = new RegExp(`^(${uncalled.join("|")})$`)
    build.onResolve({ filter }, ({ path, importer }) =>
      /[\\/]node_modules[\\/]pg-boss[\\/]/.test(importer) ? { path, namespace: "uncalled" } : undefined
    )
    build.onLoad({ filter: /.*/, namespace: "uncalled" }, ({ path }) => ({ contents: stub(path) }))
  }
}
