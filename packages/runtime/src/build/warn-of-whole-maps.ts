import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import { wholeMaps } from "@pragma/language";

const INSTEAD = "z.record(z.string(), z.string().meta({ sensitive: true }))";

/**
 * Warnings about maps that are marked as sensitive themselves: most authors mean the values. Only they know whether keys are secret,
 * so it is no error.
 */
export function warnOfWholeMaps({ types }: ProviderDescription): string[] {
  return Object.entries(types).flatMap(([type, { schema, outputs_schema }]) =>
    [...wholeMaps(schema, "config"), ...wholeMaps(outputs_schema, "outputs")].map(
      (place) =>
        `Warning: ${type}: ${place} is sensitive as a whole, so people see no key of it, and cannot change one value alone. Unless its keys are secret, mark its values: ${INSTEAD}`,
    ),
  );
}
