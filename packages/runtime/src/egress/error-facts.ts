import type { ProxyError } from "./proxy-protocol.ts";

/** Returns the facts about an error that the requesting process is told. */
export function errorFacts(error: unknown): ProxyError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, syscall, address, port, hostname } = error as NodeJS.ErrnoException & Partial<ProxyError>;
  const errors = error instanceof AggregateError ? { errors: error.errors.map(errorFacts) } : {};
  return { message: error.message, code, syscall, address, port, hostname, ...errors };
}
