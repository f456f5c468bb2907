import type { ResourceTarget } from "../types/resource.ts";
import { segment } from "./call.ts";

/** As it is shown to people. */
export function nameOf(target: ResourceTarget): string {
  if (typeof target === "string") return target;
  return "name" in target ? `${target.provider}/${target.resource}/${target.name}` : target.id;
}

/** `/resources/{id}`. @throws TypeError if the id is empty */
export function resourcePath(target: ResourceTarget, rest = ""): string {
  const id = typeof target !== "string" && "id" in target ? target.id : nameOf(target);
  return `/resources/${segment(id)}${rest}`;
}
