import { AlreadyExists, ConfigError } from "@pragma/sdk/provider";

/** How a call knows whose a thing is. */
interface Standing {
  readonly outputs: unknown;
  readonly mayExist: boolean;
}

/** Whether what is found may be the resource's own: it has succeeded once, or an earlier attempt may have made the thing. */
export function mayBeOwn({ outputs, mayExist }: Standing): boolean {
  return outputs !== null || mayExist;
}

/**
 * Refuses a thing that was there before its resource.
 * @param what names it, as in `database "shop"`
 * @param identity null if it has none
 * @throws AlreadyExists, or ConfigError where it has no identity
 */
export function refuseStranger(
  ctx: Standing & { readonly observed: boolean },
  what: string,
  identity: string | null,
): void {
  if (mayBeOwn(ctx) || ctx.observed) return;
  if (identity === null)
    throw new ConfigError(`The ${what} exists already, and its names are too long to take it over`);
  throw new AlreadyExists(identity, `The ${what} exists already`);
}

/** Why the deletion of a resource that has never succeeded leaves the thing as it is. */
export const NOT_OWN = "it was there before its resource";
