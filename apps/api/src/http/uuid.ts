const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * An id from a path in the form that responses and the audit trail use: the database reads capitals as well. Undefined
 * for text that is no UUID, which the database would refuse to compare with its own.
 */
export function uuidOf(id: string): string | undefined {
  return UUID.test(id) ? id.toLowerCase() : undefined;
}
