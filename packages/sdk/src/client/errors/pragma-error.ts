/** Base of every error that the SDK makes. An abort is not one: it rejects with the signal's own reason. */
export class PragmaError extends Error {
  override readonly name: string = "PragmaError";
}

/** No answer, or a broken one: the server cannot be reached, or the connection ended midway. `cause` says why. */
export class ConnectionError extends PragmaError {
  override readonly name = "ConnectionError";
}

/** No answer within the time that one attempt may take. */
export class TimeoutError extends PragmaError {
  override readonly name = "TimeoutError";
  /** Milliseconds that the attempt had. */
  readonly timeout: number;

  constructor(message: string, timeout: number) {
    super(message);
    this.timeout = timeout;
  }
}
