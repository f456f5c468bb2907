import { ensureRequirement } from "../../../../tooling/bootstrap/lib/requirements.mjs";

/** Has a program installed. @throws Error if it cannot be had */
export async function need(requirement: Parameters<typeof ensureRequirement>[0]): Promise<void> {
  const problem = await ensureRequirement(requirement);
  if (problem !== null) throw new Error(problem);
}
