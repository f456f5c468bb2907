const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * An id from a path in the notation of answers and of the audit trail: the database reads capitals as well. Undefined for
 * text that can name nothing, which the database would refuse to compare with its uuids.
 */
export function uuidOf(id: string): string | undefined {
  return UUID.test(id) ? id.toLowerCase() : undefined;
}
