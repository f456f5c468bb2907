import { z } from "zod";

type Shape = z.core.$ZodLooseShape;

/**
 * Schema of a whole-resource reference in a config. A client writes
 * `{"__dependency__": true, "provider", "resource", "name"}`; the handler finds that resource's `config` and `outputs` in
 * it. `provider` and `resource` narrow which type is accepted; `config` and `outputs` are the required fields; others
 * are passed through.
 *
 * @example server: dependency({ provider: "postgres", resource: "database", outputs: { url: z.string() } })
 */
export function dependency<const Config extends Shape = object, const Outputs extends Shape = object>(
  needed: { provider?: string; resource?: string; config?: Config; outputs?: Outputs } = {},
) {
  return z.object({
    __dependency__: z.literal(true),
    provider: needed.provider === undefined ? z.string() : z.literal(needed.provider),
    resource: needed.resource === undefined ? z.string() : z.literal(needed.resource),
    name: z.string(),
    config: z.looseObject((needed.config ?? {}) as Config),
    outputs: z.looseObject((needed.outputs ?? {}) as Outputs),
  });
}
