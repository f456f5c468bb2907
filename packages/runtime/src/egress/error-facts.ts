import type { DoorError } from "./door-protocol.ts";

/** What the process that asked is told about an error. */
export function errorFacts(error: unknown): DoorError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, syscall, address, port, hostname } = error as NodeJS.ErrnoException & Partial<DoorError>;
  const errors = error instanceof AggregateError ? { errors: error.errors.map(errorFacts) } : {};
  return { message: error.message, code, syscall, address, port, hostname, ...errors };
}
