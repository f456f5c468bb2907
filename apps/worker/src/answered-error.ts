/** An error whose message may be shown to the caller: it does not contain secrets that a process was given. */
export class AnsweredError extends Error {
  readonly isTimeout: boolean;

  constructor(message: string, isTimeout = false) {
    super(message);
    this.isTimeout = isTimeout;
  }
}
