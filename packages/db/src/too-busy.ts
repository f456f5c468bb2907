/** The caller was refused before anything was done, and should try again a little later. */
export class TooBusy extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TooBusy";
  }
}

/** SQLSTATE lock_not_available: `lock_timeout` ended the wait for a lock. */
const LOCK_NOT_AVAILABLE = "55P03";

/** Whether an error means that others hold, or wait for, a connection or lock. Nothing was written then. */
export function isTooBusy(error: unknown): boolean {
  if (error instanceof TooBusy) return true;
  return error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE;
}
