const TOKEN = /pragma_[A-Za-z0-9_-]{43}/;

/** Watches for log lines that should not be there, since the run began: what a start meets on a busy machine is not its matter. */
export class LogWatch {
  readonly leaks: string[] = [];
  readonly errors: string[] = [];
  #secrets: readonly string[] | undefined;

  /** Lines from now on are searched for these, and for tokens. */
  watchFor(secrets: readonly string[]): void {
    this.#secrets = secrets;
  }

  readonly onLine = (program: string, line: string): void => {
    if (this.#secrets === undefined) return;
    const isLeak = TOKEN.test(line) || this.#secrets.some((secret) => line.includes(secret));
    if (isLeak) this.leaks.push(`${program}: ${line}`);
    if (isError(line)) this.errors.push(`${program}: ${line}`);
  };
}

/** Each line is JSON; what is none was written by something that failed. */
function isError(line: string): boolean {
  try {
    const { level } = JSON.parse(line) as { level?: string | number };
    return level === "error" || level === "fatal" || (typeof level === "number" && level >= 50);
  } catch {
    return true;
  }
}
