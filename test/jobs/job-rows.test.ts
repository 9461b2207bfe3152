import { expect, it } from "vitest"
import { jobRow } from "../../src/jobs/job-rows.ts"

const found = {
  id: "9f0c",
  queue: "purchase-orders.send",
  state: "failed",
  payload: '{"supplierId":7}',
  attempts: 1,
  mostAttempts: 3,
  createdAt: new Date(0),
  dueAt: new Date(0),
  startedAt: null,
  endedAt: null,
  worker: null
} as const

it.each([
  [
    "550 no route to wilhelmina@feather.example, phone 15558675309, order 1043",
    "550 no route to ***@feather.example, phone ***, order 1043"
  ],
  ["", null],
  [null, null]
])("what a job left behind is told without contacts: %j", (output, told) => {
  expect(jobRow({ ...found, output }).output).toBe(told)
})
