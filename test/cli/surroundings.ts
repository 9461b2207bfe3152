import { type Invocation, runCommand, type Surroundings } from "../../src/cli/run-command.ts"

export const piped: Surroundings = {
  env: {},
  version: "9.9.9",
  output: { isTTY: false, columns: 80 },
  logPath: "/var/log/switchyard.log"
}

export const typed = (...argv: ReadonlyArray<string>): Promise<Invocation> => runCommand(argv, piped)

/** The words of an example, as a POSIX shell would hand them over; what it reads from a file is left out. */
export const wordsOf = (line: string): ReadonlyArray<string> =>
  [...line.replace(/ < \S+$/, "").matchAll(/"([^"]*)"|(\S+?(?:"[^"]*")?)(?=\s|$)/g)].map(
    ([, quoted, plain]) => quoted ?? (plain ?? "").replaceAll('"', "")
  )
