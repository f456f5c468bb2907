import type { ProviderContext } from "./context.ts";
import { AlreadyExists } from "./errors.ts";

/** Members of a context that tell whose a thing is. */
export type Standing = Pick<ProviderContext<object, object>, "outputs" | "mayExist" | "observed">;

/**
 * Whether a thing that is found may be the resource's own: the resource has succeeded once, or an earlier attempt may have made the
 * thing. Otherwise it is somebody else's, and `delete` leaves it alone.
 */
export function mayBeOwn({ outputs, mayExist }: Pick<Standing, "outputs" | "mayExist">): boolean {
  return outputs !== null || mayExist;
}

/**
 * Refuses a thing that was there before its resource. Call it in `read` and in `create`, wherever they find one: it returns where the
 * thing may be the resource's own, or is only observed.
 *
 * @param ctx the handler's
 * @param identity what `import` takes for the thing; null if it has none
 * @param message says what is there
 * @throws AlreadyExists
 * @example refuseStranger(ctx, ctx.config.name, `The database "${ctx.config.name}" exists already`);
 */
export function refuseStranger(ctx: Standing, identity: string | null, message: string): void {
  if (!mayBeOwn(ctx) && !ctx.observed) throw new AlreadyExists(identity, message);
}
