/** Neither the type nor the name has a `_` of its own. */
const PLAIN = /^resource:([a-z0-9-]+)_([a-z0-9-]+)_([A-Za-z0-9.-]+)$/;

/**
 * The key of the resource that has an internal id, for people to read. Anything else stays as it is, and so does an id that
 * several keys lead to: `resource:a_b_c_d` may be of `a/b/c/d`, `a/b_c/d` or `a/b/c_d`.
 */
export function readableId(id: string): string {
  return id.replace(PLAIN, "$1/$2/$3");
}
