/** Whether a client's id is the internal one, not the friendly id `provider/resource/name`. */
export function isInternalId(id: string): boolean {
  return id.startsWith("resource:");
}
