const CALLED_AT = new WeakMap<object, string>();

/**
 * Remembers where `fetch` is called from: what it throws has no stack of its own, and its cause only one of Node's. From then
 * on `fetchedAt` tells of its errors.
 */
export function rememberFetches(): void {
  const { fetch: original } = globalThis;
  const fetch = (...args: Parameters<typeof original>): ReturnType<typeof original> => {
    const called: { stack?: string } = {};
    Error.captureStackTrace(called, fetch);
    return original(...args).catch((error: unknown) => {
      if (typeof error === "object" && error !== null) CALLED_AT.set(error, called.stack ?? "");
      throw error;
    });
  };
  globalThis.fetch = fetch;
}

/** The stack of the `fetch` that threw an error; undefined for all others. */
export function fetchedAt(error: object): string | undefined {
  return CALLED_AT.get(error);
}
