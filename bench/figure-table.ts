import type { Figure } from "./figure.ts"
import { burst300StartedS } from "./figures/burst-300-started-s.ts"
import { bytesMove } from "./figures/bytes-move.ts"
import { bytesMove200x60 } from "./figures/bytes-move-200x60.ts"
import { bytesPage } from "./figures/bytes-page.ts"
import { bytesUpdate } from "./figures/bytes-update.ts"
import { cliStartVsNode } from "./figures/cli-start-vs-node.ts"
import { consoleFirstFrameVsNode } from "./figures/console-first-frame-vs-node.ts"
import { consoleKeyP95Ms } from "./figures/console-key-p95-ms.ts"
import { consoleRss18kMb } from "./figures/console-rss-18k-mb.ts"
import { feedImportVsCopy } from "./figures/feed-import-vs-copy.ts"
import { feedRssMb } from "./figures/feed-rss-mb.ts"
import { feedToPushP95S } from "./figures/feed-to-push-p95-s.ts"
import { formCpuKeyMs } from "./figures/form-cpu-key-ms.ts"
import { formCpuUpdateMs } from "./figures/form-cpu-update-ms.ts"
import { formKeyP50VsTview } from "./figures/form-key-p50-vs-tview.ts"
import { frameCpuMove200x60Ms } from "./figures/frame-cpu-move-200x60-ms.ts"
import { frameCpuMoveMs } from "./figures/frame-cpu-move-ms.ts"
import { frameCpuPage200x60Ms } from "./figures/frame-cpu-page-200x60-ms.ts"
import { frameCpuPageMs } from "./figures/frame-cpu-page-ms.ts"
import { frameCpuUpdate200x60Ms } from "./figures/frame-cpu-update-200x60-ms.ts"
import { frameCpuUpdateMs } from "./figures/frame-cpu-update-ms.ts"
import { heldKeyLagP95Ms } from "./figures/held-key-lag-p95-ms.ts"
import { idle200ChannelsCpuPct } from "./figures/idle-200-channels-cpu-pct.ts"
import { idleCpu0Pct } from "./figures/idle-cpu-0-pct.ts"
import { idleCpu1Pct } from "./figures/idle-cpu-1-pct.ts"
import { idleCpu10Pct } from "./figures/idle-cpu-10-pct.ts"
import { importVsCopy } from "./figures/import-vs-copy.ts"
import { intakeRssMb } from "./figures/intake-rss-mb.ts"
import { intakeVsImport } from "./figures/intake-vs-import.ts"
import { inventoryPage1mP95Ms } from "./figures/inventory-page-1m-p95-ms.ts"
import { inventorySearch1mP95Ms } from "./figures/inventory-search-1m-p95-ms.ts"
import { jobsBoard1mP95Ms } from "./figures/jobs-board-1m-p95-ms.ts"
import { keyP50VsTview } from "./figures/key-p50-vs-tview.ts"
import { keyP95VsTview } from "./figures/key-p95-vs-tview.ts"
import { liveRefresh1mP95Ms } from "./figures/live-refresh-1m-p95-ms.ts"
import { noopDrainVsGraphile } from "./figures/noop-drain-vs-graphile.ts"
import { notifyStartP50VsGraphile } from "./figures/notify-start-p50-vs-graphile.ts"
import { notifyToPixelP95Ms } from "./figures/notify-to-pixel-p95-ms.ts"
import { paletteBytesKey } from "./figures/palette-bytes-key.ts"
import { paletteCpuKeyMs } from "./figures/palette-cpu-key-ms.ts"
import { paletteCpuUpdateMs } from "./figures/palette-cpu-update-ms.ts"
import { paletteKeyP50VsTview } from "./figures/palette-key-p50-vs-tview.ts"
import { pipelineVsCommitFloor } from "./figures/pipeline-vs-commit-floor.ts"
import { pipelineVsNoopJobs } from "./figures/pipeline-vs-noop-jobs.ts"
import { pipelineVsSqlWithoutQueue } from "./figures/pipeline-vs-sql-without-queue.ts"
import { recomputeVsQueryPerSku } from "./figures/recompute-vs-query-per-sku.ts"
import { reimportVsImport } from "./figures/reimport-vs-import.ts"
import { rescueP95S } from "./figures/rescue-p95-s.ts"
import { search1mP95Ms } from "./figures/search-1m-p95-ms.ts"
import { slowLineNewestMs } from "./figures/slow-line-newest-ms.ts"
import { slowLineWaitingFrames } from "./figures/slow-line-waiting-frames.ts"
import { tornFrames } from "./figures/torn-frames.ts"
import { triage1mP95Ms } from "./figures/triage-1m-p95-ms.ts"

/** All figures, in the order they are taken and kept. */
export const figureTable: ReadonlyArray<Figure> = [
  importVsCopy,
  reimportVsImport,
  intakeVsImport,
  intakeRssMb,
  feedImportVsCopy,
  feedRssMb,
  feedToPushP95S,
  idle200ChannelsCpuPct,
  pipelineVsNoopJobs,
  pipelineVsSqlWithoutQueue,
  pipelineVsCommitFloor,
  noopDrainVsGraphile,
  notifyStartP50VsGraphile,
  burst300StartedS,
  rescueP95S,
  liveRefresh1mP95Ms,
  search1mP95Ms,
  jobsBoard1mP95Ms,
  triage1mP95Ms,
  recomputeVsQueryPerSku,
  inventoryPage1mP95Ms,
  inventorySearch1mP95Ms,
  cliStartVsNode,
  consoleFirstFrameVsNode,
  consoleKeyP95Ms,
  keyP50VsTview,
  keyP95VsTview,
  paletteKeyP50VsTview,
  formKeyP50VsTview,
  heldKeyLagP95Ms,
  frameCpuMoveMs,
  frameCpuPageMs,
  frameCpuUpdateMs,
  bytesMove,
  bytesPage,
  bytesUpdate,
  idleCpu0Pct,
  idleCpu1Pct,
  idleCpu10Pct,
  notifyToPixelP95Ms,
  consoleRss18kMb,
  tornFrames,
  frameCpuMove200x60Ms,
  frameCpuPage200x60Ms,
  frameCpuUpdate200x60Ms,
  bytesMove200x60,
  paletteCpuKeyMs,
  paletteBytesKey,
  paletteCpuUpdateMs,
  formCpuKeyMs,
  formCpuUpdateMs,
  slowLineWaitingFrames,
  slowLineNewestMs
]
