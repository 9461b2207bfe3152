import { defineConfig } from "vitest/config"

const storeTests = "test/**/*.store.test.ts"
/** Each opens a whole console: on a terminal in memory, or the bundled program on a real one. */
const consoleTests = [
  "test/tui/frame/**/*.test.ts",
  "test/tui/gallery/**/*.test.ts",
  "test/tui/screens/**/*.test.ts",
  "test/tui/pictures/**/*.test.ts",
  "test/tui/terminal/**/*.test.ts",
  "test/tui/presenter/*-fuzz.test.tsx",
  "test/tui/presenter/planted-fault.test.tsx"
]
/** Operators at a whole world: real servers, a worker, a database of their own and a terminal. */
const terminalTests = "test/e2e-terminal/**/*.test.ts"
/**
 * Every version of PostgreSQL is tried with what speaks SQL; what stands on that is tried once, on the newest: a whole test
 * is to take less than half an hour.
 */
const onEveryVersion = ["store", "jobs", "connectors"].map((room) => `test/${room}/**/*.store.test.ts`)
const isNewest = process.env.SWITCHYARD_TEST_BINARIES === undefined
/** These tests wait more than they compute, so that more of them than there are cores may run at once. */
const waiting = { maxWorkers: 3, testTimeout: 20_000, hookTimeout: 60_000 }

/**
 * `fast`: neither database nor network but loopback, part of `npm run check`. `console`: consoles driven by keys.
 * `store`: a real PostgreSQL, a database of its own per file.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: [storeTests, terminalTests, ...consoleTests],
          // One load of Effect per worker instead of one per file halves the time. So no fast test may mock a module.
          isolate: false,
          // Ink decides on its colors once: whichever test of a worker loads it first, it writes them.
          env: { FORCE_COLOR: "1" },
          ...waiting
        }
      },
      {
        test: {
          name: "console",
          include: consoleTests,
          ...waiting
        }
      },
      {
        test: {
          name: "terminal",
          include: [terminalTests],
          maxWorkers: 2
        }
      },
      {
        test: {
          name: "store",
          include: isNewest ? [storeTests] : onEveryVersion,
          pool: "forks",
          // A test of these waits for the server half of its time.
          maxWorkers: 2,
          globalSetup: ["test/fixtures/test-cluster.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000
        }
      }
    ]
  }
})
