import type { Robot, RobotOptions } from "../world/open-console.ts"
import type { Told } from "./svg.ts"

/** A picture of the tour: how one gets there from the orders, and what is seen then. */
export interface Scene extends Told {
  readonly name: string
  /** Fewer rows than the others have, for a screen that fills no more. */
  readonly rows?: number
  readonly env?: NonNullable<RobotOptions["env"]>
  go(robot: Robot): Promise<void>
}

const toOrders = async (robot: Robot): Promise<void> => {
  await robot.press("2")
  await robot.sees("#1058")
}

/** The row of this order is selected. */
const toOrder = async (robot: Robot, number: string): Promise<void> => {
  await toOrders(robot)
  for (let moves = 0; moves < 30; moves++) {
    if (robot.lines().some((line) => line.includes("▸") && line.includes(number))) return
    await robot.press("j")
  }
  throw new Error(`${number} is not in the list`)
}

export const scenes: ReadonlyArray<Scene> = [
  {
    name: "triage",
    title: "Triage",
    description:
      "What needs a person, with its oldest age; the money at risk, the channels and suppliers, and what went on.",
    go: async (robot) => {
      await robot.press("1")
      await robot.sees("MONEY AT RISK")
    }
  },
  {
    name: "orders",
    title: "Orders",
    description: "A list of orders. Each row that waits says the key to press and why it waits.",
    go: async (robot) => {
      await toOrder(robot, "#1058")
      await robot.sees("Choose one of its own")
    }
  },
  {
    name: "resolve",
    rows: 24,
    title: "Resolve",
    description:
      "One order's ship method is mapped: the supplier's own methods, the nearest selected, and what saving it frees.",
    go: async (robot) => {
      await toOrder(robot, "#1058")
      await robot.press("r")
      await robot.sees("nearest")
      await robot.press("\r")
      await robot.sees("for future orders?")
    }
  },
  {
    name: "causes",
    rows: 24,
    title: "Orders by cause",
    description:
      "What orders wait for, each cause once, with how many orders and how much money wait for it.",
    go: async (robot) => {
      await toOrders(robot)
      await robot.press("b")
      await robot.sees("not mapped")
    }
  },
  {
    name: "cause",
    rows: 24,
    title: "One cause, answered once",
    description: "The nearest method is selected, and how many orders saving it frees stands below.",
    go: async (robot) => {
      await toOrders(robot)
      await robot.press("b")
      await robot.sees("not mapped")
      await robot.press("\r")
      await robot.sees("Frees")
    }
  },
  {
    name: "process",
    rows: 24,
    title: "Process",
    description:
      "A preview of what goes to which supplier, and the question that is asked before anything is sent.",
    go: async (robot) => {
      await toOrders(robot)
      await robot.press("a", "P")
      await robot.sees("PROCESS 2 orders")
    }
  },
  {
    name: "order",
    title: "An order",
    description: "Lines with their quantities, purchase orders with their proof, parcels, and what happened.",
    go: async (robot) => {
      await toOrder(robot, "#1051")
      await robot.press("\r")
      await robot.sees("2 of 4 units shipped")
      await robot.sees("1Z999AA10123456784")
    }
  },
  {
    name: "why",
    rows: 26,
    title: "Why an order is not moving",
    description:
      "Lines with their quantities, purchase orders with their proof, and the one thing that keeps the second one here.",
    go: async (robot) => {
      await toOrder(robot, "#1054")
      await robot.press("\r")
      await robot.sees("WHY IT IS NOT MOVING")
    }
  },
  {
    name: "doubt",
    rows: 24,
    title: "In doubt",
    description: "What was sent, what is known since, and the keys that settle it.",
    go: async (robot) => {
      await toOrder(robot, "#1053")
      await robot.press("d")
      await robot.sees("WHAT WE SENT")
    }
  },
  {
    name: "sync",
    rows: 24,
    title: "Sync status",
    description:
      "Each service of each channel and supplier: when it ran, when it runs next, what it brought, what went wrong.",
    go: async (robot) => {
      await robot.press("4")
      await robot.sees("HISTORY")
      await robot.press("j")
      await robot.sees("unknown carrier")
    }
  },
  {
    name: "jobs",
    title: "Jobs",
    description: "The queues of work with their depth and oldest job, and the jobs of the selected one.",
    go: async (robot) => {
      await robot.press("7")
      await robot.sees("QUEUE")
      await robot.sees("shown, waiting")
    }
  },
  {
    name: "palette",
    title: "The palette",
    description: "A few letters find screens, keys, commands and orders.",
    go: async (robot) => {
      await toOrder(robot, "#1058")
      await robot.press(":", "m", "a")
      await robot.sees("mappings")
    }
  },
  {
    name: "help",
    title: "Help",
    description: "The keys that work on this screen, and the command that does the same in a shell.",
    go: async (robot) => {
      await toOrders(robot)
      await robot.press("?")
      await robot.sees("switchyard")
    }
  },
  {
    name: "high-contrast",
    title: "The theme high-contrast",
    description: "The same list of orders in white on black, the selected row black on yellow.",
    env: { SWITCHYARD_THEME: "high-contrast" },
    go: async (robot) => {
      await toOrder(robot, "#1053")
      await robot.sees("no answer came")
    }
  }
]
