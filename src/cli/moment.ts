/** UTC to the minute, named as such: `2026-11-22 03:25Z`. JSON has the exact time. */
export const moment = (at: Date | null): string =>
  at === null ? "-" : `${at.toISOString().slice(0, 16).replace("T", " ")}Z`
