/** `terminal`: the sixteen colors that the terminal itself has. `plain`: no color at all, as NO_COLOR asks for. */
export const themeNames = ["terminal", "dark", "light", "high-contrast", "plain"] as const

export type ThemeName = (typeof themeNames)[number]

export const isThemeName = (name: string): name is ThemeName => themeNames.some((known) => known === name)
