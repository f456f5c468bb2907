import { EXIT, type ExitCode } from "./exit-codes.ts";

/**
 * Something that whoever runs the command can fix. It is shown as its message and hint, without a stack: what is shown with
 * one is a defect.
 */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: ExitCode;
  /** What to do about it. */
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
