// A process of its own that migrates one database and says what it applied.
import * as Effect from "effect/Effect"
import { migrate } from "../../src/store/migrate.ts"

const [host = "", port = "", user = "", database = "", folder = ""] = process.argv.slice(2)
const applied = await Effect.runPromise(migrate({ host, port: Number(port), user, database }, folder))
process.stdout.write(JSON.stringify(applied))
