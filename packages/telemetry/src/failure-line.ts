/**
 * Describes in one line for the operator what ended a program. Node reports a host that refuses all its addresses
 * without a message.
 */
export function failureLine(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : String(first);
}
