import { applyInputSchema, type Path } from "@pragma/contract";
import { applyInputOf } from "./apply-input.ts";
import type { Manifest } from "./manifest.ts";
import type { Problem } from "./problem.ts";

/**
 * Checks a manifest by the rules for all types: names, tags, keys. The server checks the rest.
 * @param fixed the key that the manifest must keep; null where it is new
 */
export function checkManifest(
  manifest: Manifest,
  fixed: Pick<Manifest, "provider" | "resource" | "name"> | null,
): Problem[] {
  const problems: Problem[] = [];
  const complain = (path: Path, message: string, missing = false): void => {
    problems.push({ path, message, severity: "error", ...(missing ? { missing } : {}) });
  };
  const checked = applyInputSchema.safeParse(applyInputOf(manifest, null, false));
  for (const { path, message } of checked.error?.issues ?? []) {
    const [field] = path;
    if (field === "config") continue;
    const empty = field === "provider" || field === "resource" || field === "name" ? manifest[field] === "" : false;
    complain(path as Path, empty ? `${String(field)} is required` : `${String(field)} ${message}`, empty);
  }
  for (const field of ["provider", "resource", "name"] as const) {
    if (fixed && manifest[field] !== fixed[field]) {
      complain([field], `${field} cannot change: it identifies the resource. It was ${fixed[field]}`);
    }
  }
  return problems;
}
