/**
 * SQL for the access list that an object has from the beginning, granted by nobody who uses the server: what its owner may do, everybody by
 * default, and whoever the server itself or an extension lets in.
 * @param type of the object, as for acldefault
 * @param catalog whose rows have the column `oid`
 * @param owner its column with the owner
 */
export function initialAcl(type: string, catalog: string, owner: string): string {
  return `acldefault(${type}, ${owner}) || (
      SELECT initprivs FROM pg_init_privs WHERE classoid = '${catalog}'::regclass AND objoid = ${catalog}.oid AND objsubid = 0
    )`;
}
