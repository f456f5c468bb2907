import { EXIT, type ExitCode } from "./exit-codes.ts";

/** What asks most for a person comes first. docs/guides/cli.md tells users the same. */
const ORDER = [EXIT.auth, EXIT.usage, EXIT.conflict, EXIT.notFound, EXIT.failed, EXIT.timeout];

/** Of how several ended, what counts for the command. Null stands for what says nothing of its own. */
export function worstExitCode(codes: Iterable<ExitCode | null>): ExitCode {
  const all = new Set(codes);
  return ORDER.find((code) => all.has(code)) ?? EXIT.ok;
}
