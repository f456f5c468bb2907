/** Says what ended a program, in one line for the operator. Node gives no message if a host refuses all its addresses. */
export function failureLine(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : String(first);
}
