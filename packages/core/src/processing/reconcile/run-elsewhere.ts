import type { KnownType } from "../../foundation/types/index.ts";

/** The event of a resource is for a worker that runs its provider, which the one that looks does not. */
export class RunElsewhere extends Error {
  override name = "RunElsewhere";
}

/** @throws RunElsewhere if the worker does not run the provider of a type */
export function refuseElsewhere({ runs }: { runs?: (type: KnownType) => boolean }, type: KnownType | undefined): void {
  if (type && !type.builtIn && runs?.(type) === false) {
    throw new RunElsewhere(`${type.provider}/${type.resource} is run by another worker`);
  }
}
