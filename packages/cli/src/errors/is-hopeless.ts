/** By name: the classes are not loaded for that. */
const FOR_ALL = /^(AuthenticationError|ConnectionError|TimeoutError)$/;

/**
 * Whether of several that are asked for the next would meet the same: a token that is not valid or may not, an API that is
 * not there. Three hundred times the same error hides what it says.
 */
export function isHopeless(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return FOR_ALL.test(error.name) || ("code" in error && error.code === "missing_scope");
}
