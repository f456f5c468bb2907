import type { PresentedChange } from "@pragma/core/changes";
import type { Answer } from "../../http/answer.ts";

/** A change with its entity tag. @param status 201 for a plan that did not exist before */
export function changeAnswer({ body, etag }: PresentedChange, status = 200): Answer {
  return { status, body, headers: { etag } };
}
