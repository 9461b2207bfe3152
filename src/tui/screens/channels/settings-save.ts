import * as Effect from "effect/Effect"
import { type ChannelPage, changeBetween, pageOf, usualPage } from "../../../domain/model/channel-page.ts"
import { ChannelId } from "../../../domain/model/sales-channel.ts"
import { dropDraft, keepDraft, listDrafts, takeUpDraft } from "../../../domain/operations/channel-drafts.ts"
import { channelSetUp } from "../../../domain/operations/channel-set-up.ts"
import {
  addChannel,
  channelWarnings,
  demandNewChannel,
  newChannelOf,
  setChannel
} from "../../../domain/operations/set-channel.ts"
import { tryChange, tryChannel } from "../../../domain/operations/try-channel.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { now } from "../../../domain/ports/clock.ts"
import { Refusal } from "../../../domain/ports/failure.ts"
import { SalesChannels } from "../../../domain/ports/sales-channels.ts"
import { SettingsStore } from "../../../domain/ports/settings-store.ts"
import { Vault } from "../../../domain/ports/vault.ts"
import { secretsTyped, textAt, touched } from "../../components/form/entries-form.ts"
import type { FormSubject } from "./form-entries.ts"
import {
  answersTyped,
  pageTyped,
  type SettingsForm,
  servicesTyped,
  settingsTyped,
  valuesTyped
} from "./settings-form.ts"

const unable = { label: "", takesInventory: false, usesAvailableQuantity: false }

/** A channel as it is stored, with all that its kind asks for. */
export const readStored = Effect.fn("readStored")(function* (id: number) {
  const channels = yield* ChannelStore
  const channel = yield* channels.get(ChannelId(id))
  if (channel === null) return yield* new Refusal({ message: "This channel is not there any more." })
  const { kind, ability, asked } = yield* channelSetUp(channel.kind, channel.environment)
  return {
    channel,
    page: pageOf(channel, yield* channels.client(channel.id)),
    kinds: [],
    kind,
    ability,
    asked,
    draft: null,
    storedSecrets: yield* (yield* Vault).fields(`channel:${channel.id}`)
  } satisfies FormSubject
})

const emptyPage = Effect.fn("emptyPage")(function* (name: string, statuses: ReadonlyArray<string>) {
  const today = (yield* now).toISOString().slice(0, 10)
  return usualPage(name, statuses, new Date(`${today}T00:00:00Z`))
})

/** What a new channel of this kind is asked for; without a kind yet, its name and kind. */
export const readNew = Effect.fn("readNew")(function* (name: string, kindName: string) {
  const { kinds } = yield* SalesChannels
  const { environment } = yield* (yield* SettingsStore).installation()
  const known = kinds.some((k) => k.kind === kindName)
  const found = known ? yield* channelSetUp(kindName, environment) : null
  return {
    channel: null,
    page: yield* emptyPage(name, found?.kind.defaultEligibleStatuses ?? []),
    kinds,
    kind: found?.kind ?? null,
    ability: found?.ability ?? unable,
    asked: found?.asked ?? [],
    draft: null,
    storedSecrets: []
  } satisfies FormSubject
})

/** A set-up that was left, with its secrets still to be typed again: they are sealed, and shown to nobody. */
export const readLeft = Effect.fn("readLeft")(function* (name: string) {
  const left = yield* takeUpDraft(name)
  const answers = new Map(left.answers)
  const subject = yield* readNew(name, answers.get("kind") ?? "")
  return { subject: { ...subject, draft: name, storedSecrets: Object.keys(left.secrets) }, answers }
})

const newChannel = Effect.fn("newChannel")(function* (form: SettingsForm) {
  const { environment } = yield* (yield* SettingsStore).installation()
  const page = pageTyped(form)
  const name = textAt(form, "name")
  const about = { name, kind: form.subject.kind?.kind ?? "", environment, settings: settingsTyped(form) }
  const usual: ChannelPage = usualPage(page.client.name, page.eligibleStatuses, page.earliestOrderAt)
  const channel = newChannelOf(about, page)
  // Of a set-up that was gone on with, what was sealed then counts unless it was typed anew.
  const { draft } = form.subject
  const sealed = draft === null ? {} : (yield* takeUpDraft(draft)).secrets
  const secrets = { ...sealed, ...secretsTyped(form) }
  return { channel, secrets, more: { ...changeBetween(usual, page), supplierValues: valuesTyped(form) } }
})

/** Signs in and reads one order with what is typed, before any of it is stored. */
export const tryTyped = Effect.fn("tryTyped")(function* (form: SettingsForm) {
  const { channel } = form.subject
  if (channel !== null) return yield* tryChange(channel, settingsTyped(form), secretsTyped(form))
  const made = yield* newChannel(form)
  return yield* tryChannel(made.channel, made.secrets)
})

/** Whether what is typed changes how the channel is reached. */
export const isOtherConnection = (form: SettingsForm): boolean =>
  form.subject.channel === null || touched(form).some((e) => /^(set|secret)\./.test(e.key))

const saveStored = Effect.fn("saveStored")(function* (
  form: SettingsForm,
  channel: NonNullable<FormSubject["channel"]>
) {
  const keys = touched(form).map((e) => e.key)
  yield* setChannel(channel.name, {
    change: {
      ...changeBetween(form.subject.page, pageTyped(form)),
      ...(keys.some((k) => k.startsWith("set.")) && { settings: settingsTyped(form) }),
      ...(keys.some((k) => k.startsWith("value.")) && {
        supplierValues: { ...channel.supplierValues, ...valuesTyped(form) }
      })
    },
    services: servicesTyped(form),
    secrets: secretsTyped(form),
    seen: channel
  })
  return channel.name
})

const saveNew = Effect.fn("saveNew")(function* (form: SettingsForm) {
  const { channel, secrets, more } = yield* newChannel(form)
  yield* demandNewChannel(channel, Object.keys(secrets), more)
  yield* addChannel(channel, secrets, more)
  const services = servicesTyped(form)
  if (services.length > 0) yield* setChannel(channel.name, { change: {}, services, secrets: {} })
  yield* dropDraft(channel.name)
  return channel.name
})

/** Stores what is typed. Says what may be a mistake in it. */
export const saveTyped = Effect.fn("saveTyped")(function* (form: SettingsForm) {
  const { channel } = form.subject
  const name = channel === null ? yield* saveNew(form) : yield* saveStored(form, channel)
  return { name, warnings: yield* channelWarnings(name) }
})

/** Keeps a set-up as far as it is typed. One that somebody else left under this name is not written over. */
export const keepTyped = Effect.fn("keepTyped")(function* (form: SettingsForm, keptAs: string | null) {
  const name = textAt(form, "name")
  const left = keptAs === name ? undefined : (yield* listDrafts()).find((d) => d.name === name)
  if (left !== undefined)
    return yield* new Refusal({ message: `${left.leftBy} left a set-up of ${name}: take another name.` })
  yield* keepDraft(name, answersTyped(form), secretsTyped(form))
  if (keptAs !== null && keptAs !== name) yield* dropDraft(keptAs)
})
