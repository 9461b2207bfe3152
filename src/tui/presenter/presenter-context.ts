import { createContext, useContext } from "react"
import type { Theme } from "../theme.ts"
import type { Presenter } from "./presenter.ts"

interface Stage {
  readonly presenter: Presenter
  readonly theme: Theme
}

/** Filled by `mountConsole`. */
export const StageContext = createContext<Stage | null>(null)

const useStage = (): Stage => {
  const stage = useContext(StageContext)
  if (stage === null) throw new Error("A region or a theme is used outside mountConsole")
  return stage
}

export const usePresenter = (): Presenter => useStage().presenter
export const useTheme = (): Theme => useStage().theme
