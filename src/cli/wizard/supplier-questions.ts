import type { Draft } from "./draft.ts"
import type { Questions } from "./step.ts"
import { stepsOf } from "./steps.ts"
import { withoutAnswer } from "./walk.ts"

export const supplierQuestions: Questions<Draft> = {
  stepsOf,
  forget: (draft, key) => {
    const without = withoutAnswer(draft, key)
    // Another way is another set of questions.
    return key === "way" ? { ...without, kind: null, profile: null } : without
  }
}

/** Asks again for what a fault names. */
export const reopened = (draft: Draft, fault: string): Draft => {
  const named = [...draft.answers.keys()].find(
    (key) => key.startsWith("set.") && new RegExp(`\\b${key.slice(4)}\\b`).test(fault)
  )
  return supplierQuestions.forget(draft, named ?? "others")
}
