import { uuidOf } from "@pragma/contract";
import { notFound } from "../../foundation/common/errors.ts";

/** The id of a change in a path. @throws DomainError not_found for text that is not an id */
export function changeIdOf(text: string): string {
  const id = uuidOf(text);
  if (id === undefined) throw notFound("Change");
  return id;
}
