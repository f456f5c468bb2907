import { NotFoundError } from "../errors/index.ts";
import { isTemporary } from "./backoff.ts";

/** Whether it is the API that says that there is no such thing: a 404 without its code comes of something before it. */
export function isAbsent(error: unknown): error is NotFoundError {
  return error instanceof NotFoundError && error.code === "not_found";
}

/**
 * Whether an API that has answered before is away for a while. Meanwhile an ingress without a backend answers 404 in its
 * place.
 */
export function isAway(error: unknown): boolean {
  return isTemporary(error) || (error instanceof NotFoundError && !isAbsent(error));
}
