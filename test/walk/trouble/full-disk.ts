import { spawnSync } from "node:child_process"
import { mkdirSync, statfsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Operator } from "./operator.ts"
import type { Report } from "./report.ts"

const system = (...[program = "", ...args]: ReadonlyArray<string>): boolean =>
  spawnSync(program, args, { stdio: "ignore" }).status === 0

const fill = (folder: string, leaveBytes: number): string => {
  const { bavail, bsize } = statfsSync(folder)
  const file = join(folder, "ballast")
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)))
  return file
}

/** A small disk of its own, so that no other disk has to be filled. */
export const fullDisk = async (report: Report, folder: string): Promise<void> => {
  const disk = join(folder, "disk")
  mkdirSync(disk, { recursive: true, mode: 0o755 })
  if (!system("mount", "-t", "tmpfs", "-o", "size=24m,mode=0755", "tmpfs", disk))
    return report.skip("a full disk", "a small file system cannot be mounted here")
  try {
    const operator = new Operator(join(disk, "home"), "live")
    report.refused(
      "a disk that is too small",
      await operator.run(["orders", "list"]),
      1,
      /[Nn]o space|disk is full/,
      /free/i
    )
    fill(disk, 0)
    report.refused(
      "a disk that is full",
      await operator.run(["orders", "list"]),
      1,
      /[Nn]o space|disk is full/,
      /free/i
    )
    const doctor = await operator.run(["doctor"])
    report.check(
      "doctor says that the disk is full",
      doctor.code === 1 && /FAIL\s+disk/.test(doctor.stdout),
      doctor
    )
  } finally {
    if (!system("umount", disk)) system("umount", "-l", disk)
  }
}
