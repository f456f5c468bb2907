const CONFIG_ERROR = "ConfigError";
const RETRY_AFTER = "RetryAfter";

/**
 * The configuration is wrong and only the user can fix it: the attempt fails at once and is not retried.
 *
 * @example throw new ConfigError("server_url must start with postgres://");
 */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = CONFIG_ERROR;
  }
}

/**
 * Not yet: try again in `seconds` (0 to 86,400) instead of after the platform's own delay. It still counts as an
 * attempt.
 *
 * @throws RangeError when `seconds` is negative or not finite.
 */
export class RetryAfter extends Error {
  readonly seconds: number;

  constructor(seconds: number, message = `Not ready yet, trying again in ${seconds} s`, options?: ErrorOptions) {
    super(message, options);
    if (!Number.isFinite(seconds) || seconds < 0)
      throw new RangeError("RetryAfter needs a number of seconds, 0 or more");
    this.name = RETRY_AFTER;
    this.seconds = Math.min(seconds, 86_400);
  }
}

// A provider is bundled with its own copy of this module, so the host that catches its errors cannot use instanceof.

/** Whether `error` is a ConfigError, whichever copy of the SDK made it. */
export function isConfigError(error: unknown): error is ConfigError {
  return error instanceof Error && error.name === CONFIG_ERROR;
}

/** Whether `error` is a RetryAfter, whichever copy of the SDK made it. */
export function isRetryAfter(error: unknown): error is RetryAfter {
  return (
    error instanceof Error && error.name === RETRY_AFTER && "seconds" in error && typeof error.seconds === "number"
  );
}
