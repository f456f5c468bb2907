import type { ProxyError } from "./proxy-protocol.ts";

/** What the process that asked is told about an error. */
export function errorFacts(error: unknown): ProxyError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, syscall, address, port, hostname } = error as NodeJS.ErrnoException & Partial<ProxyError>;
  const errors = error instanceof AggregateError ? { errors: error.errors.map(errorFacts) } : {};
  return { message: error.message, code, syscall, address, port, hostname, ...errors };
}
