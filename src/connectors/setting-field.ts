import type { SettingField } from "../domain/ports/sales-channels.ts"

/** One question of a set-up: a setting that may be left empty, unless it is said to be required. */
export const settingField = (name: string, label: string, help: string, required = false): SettingField => ({
  name,
  label,
  help,
  secret: false,
  required
})

/** The same for what is sealed in the vault. */
export const secretField = (name: string, label: string, help: string, required = false): SettingField => ({
  ...settingField(name, label, help, required),
  secret: true
})
