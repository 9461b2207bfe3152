import * as Effect from "effect/Effect"
import type { FieldFault } from "../../domain/model/field-fault.ts"
import { termsShown } from "../../domain/model/given-terms.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import type { SupplierProfile } from "../../domain/model/supplier-profile.ts"
import { checkProfile } from "../../domain/operations/check-profile.ts"
import { answer, type Block, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { argument } from "../input.ts"
import {
  catalogProfiles,
  faultLines,
  findProfile,
  type ReadProfile,
  readProfileFile
} from "../profile-files.ts"
import { specimenJson, specimenText } from "../specimen-text.ts"

const listed = (words: ReadonlyArray<string>): string => words.join(", ") || "-"

const trackingOf = (p: SupplierProfile): string => p.tracking ?? "asked"

export const catalog: Run = () =>
  Effect.gen(function* () {
    const profiles = yield* catalogProfiles()
    const rows = profiles.map((p) => [
      p.name,
      p.transport,
      listed(p.capabilities.says),
      listed(p.capabilities.brings),
      p.capabilities.lookUp ? "yes" : "no",
      trackingOf(p),
      p.testedBy
    ])
    return answer({ profiles }, [
      table(["profile", "transport", "says", "brings", "look-up", "tracking", "tested by"], rows),
      "",
      "Look-up: whether a lost answer can be settled by asking. What a profile does not say, a person does, and it is recorded as such.",
      "Use one: switchyard suppliers add <supplier> --profile <profile>, or step by step: switchyard suppliers wizard",
      "Your own: docs/suppliers/making-a-profile.md"
    ])
  })

const shown = (p: SupplierProfile): ReadonlyArray<Block> => [
  `${p.name}: ${p.label}`,
  `For                ${p.for}`,
  `Orders by          ${p.transport}`,
  `Says               ${listed(p.capabilities.says)}`,
  `Brings             ${listed(p.capabilities.brings)}`,
  `Look-up            ${p.capabilities.lookUp ? "yes" : "no: a lost answer is settled by a person"}`,
  `Tracking           ${p.tracking ?? "asked at set-up"}`,
  `Required fields    ${listed(p.requiredFields)}`,
  `Tested by          ${p.testedBy}`,
  `Facts from         ${p.source}`,
  ...Object.entries(p.settings).map(([name, value]) => `Setting            ${name}=${value}`),
  ...termsShown(p.terms)
    .filter(([path]) => path !== "profile")
    .map(([path, value]) => `Term               ${path}=${value}`),
  ...p.shipMethods.map((m) => `Ship method        ${m.carrier}|${m.method}|${m.code}`),
  "",
  "It will ask:",
  ...p.questions.flatMap((q) => [
    `  ${q.about}: ${q.ask}`,
    ...(q.help === "" ? [] : [`    ${q.help}`]),
    ...(q.example === null ? [] : [`    for example ${q.example}`])
  ])
]

export const showProfile: Run = (input) =>
  Effect.gen(function* () {
    const profile = yield* findProfile(argument(input, "profile"))
    return answer(profile, shown(profile))
  })

/** All at once, so that a file is mended in one go. */
const faulty = (read: ReadProfile, faults: ReadonlyArray<FieldFault>) =>
  answer(
    {
      file: read.path,
      faults: faults.map((f) => ({ line: read.lineOf(f.path), field: f.path.join("."), message: f.message }))
    },
    [...faultLines(read, faults), `${faults.length} to mend; nothing was stored.`],
    true
  )

export const check: Run = (input) =>
  Effect.gen(function* () {
    const path = argument(input, "file")
    const read = yield* readProfileFile(path)
    const { profile } = read
    if (profile === null) return faulty(read, read.faults)
    const { faults, specimen } = yield* checkProfile(profile)
    if (faults.length > 0 || specimen === null) return faulty(read, faults)
    return answer({ file: path, faults: [], profile, specimen: specimenJson(specimen) }, [
      `${path} is a sound profile: ${profile.label}. It asks ${profile.questions.length} things.`,
      "With its examples in place of the answers, a purchase order looks like this:",
      "",
      ...specimenText(specimen),
      "",
      `Use it: ${commandLine("suppliers", "add", "<supplier>", "--profile", path)}, or step by step: switchyard suppliers wizard`
    ])
  })
