const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether an id from a path is a UUID: the database would refuse to compare other text with its uuids. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}
