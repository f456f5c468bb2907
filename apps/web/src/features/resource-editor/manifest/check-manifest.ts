import { type ApplyInput, applyInputSchema, type Path } from "@pragma/contract";
import { IDENTITY_FIELDS, type Manifest } from "@pragma/manifest";
import { applyInputOf } from "./apply-input.ts";
import type { Problem } from "./problem.ts";

/**
 * Checks a manifest by the rules for all types: names, tags, keys. The server checks the rest.
 * @param fixed the key that the manifest must keep; null where it is new
 */
export function checkManifest(
  manifest: Manifest,
  fixed: Pick<Manifest, "provider" | "resource" | "name"> | null,
): Problem[] {
  const problems = checkInput(applyInputOf(manifest, null, false));
  for (const field of IDENTITY_FIELDS) {
    if (fixed && manifest[field] !== fixed[field]) {
      const message = `${field} cannot change: it identifies the resource. It was ${fixed[field]}`;
      problems.push({ path: [field], message, severity: "error" });
    }
  }
  return problems;
}

/** The same of what is to be sent. */
export function checkInput(input: ApplyInput): Problem[] {
  const issues = applyInputSchema.safeParse(input).error?.issues ?? [];
  return issues.flatMap(({ path, message }): Problem[] => {
    const [field] = path;
    if (field === "config") return [];
    const at = { path: path as Path, severity: "error" as const };
    const isEmpty = IDENTITY_FIELDS.some((identity) => identity === field && input[identity] === "");
    if (isEmpty) return [{ ...at, message: `${String(field)} is required`, missing: true }];
    return [{ ...at, message: `${String(field)} ${message}` }];
  });
}
