import { Box, type BoxProps, type DOMElement, Text, useWindowSize } from "ink"
import { type JSX, type ReactNode, useLayoutEffect, useRef } from "react"
import { usePresenter } from "./presenter-context.ts"
import { rectOf } from "./region.tsx"

export type OverlayProps = BoxProps & { readonly z?: number; readonly children: ReactNode }

/** Ink does not erase what lies under an absolute box, so the overlay paints spaces below its content. */
const Filler = (): JSX.Element => {
  const { columns, rows } = useWindowSize()
  const spaces = " ".repeat(columns)
  return (
    <Box position="absolute" top={0} left={0} right={0} bottom={0} overflow="hidden">
      <Text>{Array.from({ length: rows }, () => spaces).join("\n")}</Text>
    </Box>
  )
}

/** An absolutely placed Ink part (a modal, the palette) that lies over regions of a lower z. */
export const Overlay = ({ z = 1, children, ...box }: OverlayProps): JSX.Element => {
  const presenter = usePresenter()
  const ref = useRef<DOMElement>(null)
  useLayoutEffect(() => {
    const handle = presenter.addOverlay({ measure: () => rectOf(ref), z })
    return handle.remove
  }, [presenter, z])
  return (
    <Box {...box} position="absolute" ref={ref}>
      <Filler />
      {children}
    </Box>
  )
}
