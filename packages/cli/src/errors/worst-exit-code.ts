import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The most urgent comes first, as documented in docs/guides/cli.md. */
const ORDER = [EXIT.auth, EXIT.usage, EXIT.conflict, EXIT.notFound, EXIT.failed, EXIT.timeout];

/** The exit code of a command from several results. Null stands for a result without its own code. */
export function worstExitCode(codes: Iterable<ExitCode | null>): ExitCode {
  const all = new Set(codes);
  return ORDER.find((code) => all.has(code)) ?? EXIT.ok;
}
