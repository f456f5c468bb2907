/** By name: the classes are not loaded for that. */
const FOR_ALL = /^(AuthenticationError|ConnectionError|TimeoutError)$/;

/**
 * Whether the next of several requests would fail the same way: an invalid token or one without permission, an
 * unreachable API. The same error three hundred times would hide its message.
 */
export function isHopeless(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return FOR_ALL.test(error.name) || ("code" in error && error.code === "missing_scope");
}
