import { defineConfig } from "vitest/config"

const storeTests = "test/**/*.store.test.ts"

/** `fast`: neither database nor network but loopback. `store`: a real PostgreSQL, a database of its own per file. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: [storeTests]
        }
      },
      {
        test: {
          name: "store",
          include: [storeTests],
          pool: "forks",
          globalSetup: ["test/fixtures/test-cluster.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000
        }
      }
    ]
  }
})
