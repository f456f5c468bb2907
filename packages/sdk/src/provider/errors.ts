const CONFIG_ERROR = "ConfigError";
const RETRY_AFTER = "RetryAfter";
const ALREADY_EXISTS = "AlreadyExists";
const REPLACE_NEEDED = "ReplaceNeeded";

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

/**
 * There is such a thing already, and nothing says that this resource made it: it is left alone. Whoever wants it to be taken over says
 * so in the resource's `adopt`, with this identity. Not retried. Throw it from `create`, or from `read` and `observe` before the first
 * success; `refuseStranger` throws it where it is due.
 *
 * @example throw new AlreadyExists(ctx.config.name, `A database "${ctx.config.name}" exists already`);
 */
export class AlreadyExists extends Error {
  /** What `import` takes for the thing that is there; null if it has no identity, and so cannot be taken over. */
  readonly identity: string | null;

  constructor(identity: string | null, message = "It exists already", options?: ErrorOptions) {
    super(message, options);
    this.name = ALREADY_EXISTS;
    this.identity = identity;
  }
}

/**
 * Nothing can change the thing into what is declared: only another one can be that. The old one has to be as it was. A change that allows
 * the resource to be replaced deletes it and creates a new one; otherwise the attempt fails and is not retried. Throw it from `update`;
 * mark fields that can never change as immutable instead, so that a plan knows it.
 *
 * @example throw new ReplaceNeeded(["size"], "A volume cannot shrink");
 */
export class ReplaceNeeded extends Error {
  /** The fields that stand in the way, as paths of the config. */
  readonly paths: readonly string[];

  constructor(paths: readonly string[], message = "It has to be replaced", options?: ErrorOptions) {
    super(message, options);
    this.name = REPLACE_NEEDED;
    this.paths = paths;
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

/** Whether `error` is an AlreadyExists, whichever copy of the SDK made it. */
export function isAlreadyExists(error: unknown): error is AlreadyExists {
  return (
    error instanceof Error &&
    error.name === ALREADY_EXISTS &&
    "identity" in error &&
    (error.identity === null || typeof error.identity === "string")
  );
}

/** Whether `error` is a ReplaceNeeded, whichever copy of the SDK made it. */
export function isReplaceNeeded(error: unknown): error is ReplaceNeeded {
  return error instanceof Error && error.name === REPLACE_NEEDED && "paths" in error && Array.isArray(error.paths);
}
