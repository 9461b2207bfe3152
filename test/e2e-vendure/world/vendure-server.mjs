// Run as a process of its own in the folder that Vendure is installed in. Vendure is GPL: it runs beside us, never
// inside, so nothing here is resolved from our own packages. Reads one JSON line of settings from stdin, so that no
// password stands in the process list or the environment; answers one JSON line on stdout when the shop listens. It
// ends when its stdin closes, so that a killed parent leaves no shop behind.
import { createRequire } from "node:module"
import { join } from "node:path"
import { createInterface } from "node:readline"

const requireInstalled = createRequire(join(process.cwd(), "package.json"))
const { bootstrap, DefaultLogger, LanguageCode, LogLevel, PaymentMethodHandler } =
  requireInstalled("@vendure/core")

/** Settles at once: for this shop an order that was paid is PaymentSettled, without a payment provider. */
const prepaid = new PaymentMethodHandler({
  code: "prepaid",
  description: [{ languageCode: LanguageCode.en, value: "Settles at once" }],
  args: {},
  createPayment: (_context, order, amount) => ({
    amount,
    state: "Settled",
    transactionId: `prepaid-${order.code}`
  }),
  settlePayment: () => ({ success: true })
})

function configuration({ database, superadmin, port }) {
  return {
    apiOptions: {
      hostname: "127.0.0.1",
      port,
      adminApiPath: "admin-api",
      shopApiPath: "shop-api",
      cors: false
    },
    authOptions: { tokenMethod: ["bearer"], requireVerification: false, superadminCredentials: superadmin },
    dbConnectionOptions: { type: "postgres", synchronize: true, logging: false, ...database },
    logger: new DefaultLogger({ level: LogLevel.Warn, timestamp: false }),
    paymentOptions: { paymentMethodHandlers: [prepaid] },
    plugins: []
  }
}

async function serve(settings) {
  const app = await bootstrap(configuration(settings))
  console.log(JSON.stringify({ listening: app.getHttpServer().address().port }))
  return app
}

const lines = createInterface({ input: process.stdin })
const first = await new Promise((resolve, reject) => {
  lines.once("line", resolve)
  lines.once("close", () => reject(new Error("stdin closed before the settings came")))
})
process.stdin.once("end", () => process.exit(0))
process.stdin.once("close", () => process.exit(0))
const app = await serve(JSON.parse(first))
process.once("SIGTERM", () => app.close().finally(() => process.exit(0)))
