import { EXIT, type ExitCode } from "./exit-codes.ts";

/**
 * An error that the user can fix. It is shown as message and hint, without a stack; errors with a stack are bugs.
 */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: ExitCode;
  /** How to fix it. */
  readonly hint: string | undefined;

  constructor(message: string, { exitCode = EXIT.failed, hint }: { exitCode?: ExitCode; hint?: string } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** The command line, a file or a value is wrong. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}
