import type { ChangeRequest } from "../request/change-request.ts";

/** Whether a change may delete the thing of a resource and create it anew. */
export function mayReplace(
  { allowReplace = null }: Pick<ChangeRequest, "allowReplace">,
  { id, key }: { id: string; key: string },
): boolean {
  if (allowReplace === null) return false;
  return allowReplace === true || allowReplace.includes(id) || allowReplace.includes(key);
}
