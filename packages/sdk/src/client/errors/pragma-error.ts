/** Base class of all SDK errors. An abort is not one: it rejects with the signal's own reason. */
export class PragmaError extends Error {
  override readonly name: string = "PragmaError";
}

/** No response, or a truncated one: the server cannot be reached, or the connection broke. `cause` says why. */
export class ConnectionError extends PragmaError {
  override readonly name = "ConnectionError";
}

/** No response within the timeout of one attempt. */
export class TimeoutError extends PragmaError {
  override readonly name = "TimeoutError";
  /** Timeout of the attempt in milliseconds. */
  readonly timeout: number;

  constructor(message: string, timeout: number) {
    super(message);
    this.timeout = timeout;
  }
}
